import fc from 'fast-check';
import { expect, test } from 'vitest';
import { completionContext } from './completion-context.ts';

/** What the place marked by `‸` can be completed with, in short. */
function told(marked: string): string {
  const caret = marked.indexOf('‸');
  const context = completionContext(marked.replace('‸', ''), caret);
  if (context === undefined) return 'nothing';
  const { kind, typed, from, to, ...more } = context;
  const about = Object.entries(more)
    .filter(([, value]) => value !== false && value !== '' && value !== undefined && String(value) !== '')
    .map(([name, value]) => (value === true ? name : `${name} ${String(value)}`));
  return [`${kind} '${typed}' ${from}–${to}`, ...about].join('; ');
}

const OPERATORS = 'keywords and,or,unless,by,without,offset,atan2';

test.each([
  // What can be computed with.
  ['‸', "expression '' 0–0; hasOperands"],
  ['ra‸', "expression 'ra' 0–2; hasOperands"],
  ['sum(ht‸', "expression 'ht' 4–6; hasOperands"],
  ['sum(ht‸tp)', "expression 'ht' 4–8; hasOperands"],
  ['http.ser‸', "expression 'http.ser' 0–8; hasOperands"],
  ['a / ‸', "expression '' 4–4; hasOperands; keywords on,ignoring,bool"],
  ['a and b‸', "expression 'b' 6–7; hasOperands; keywords on,ignoring,bool"],
  ['a / on (x) b‸', "expression 'b' 11–12; hasOperands; keywords group_left,group_right"],
  ['a / on (x) group_left (y) b‸', "expression 'b' 26–27; hasOperands"],
  ['label_replace(up, ‸', "expression '' 18–18; hasOperands"],
  ['# a remark\nup‸', "expression 'up' 11–13; hasOperands"],
  // What can follow it.
  ['sum(a) b‸', `expression 'b' 7–8; ${OPERATORS}`],
  ['a{b="c"} o‸', `expression 'o' 9–10; ${OPERATORS}`],
  ['a[5m] o‸', `expression 'o' 6–7; ${OPERATORS}`],
  ['a b‸', `expression 'b' 2–3; ${OPERATORS}`],
  ['a @ s‸', "expression 's' 4–5; keywords start(),end()"],
  ['sum by‸', `expression 'by' 4–6; ${OPERATORS}`],
  ['sum by ‸', 'nothing'],
  // Names of labels.
  ['up{‸', "label-name '' 3–3; selector up"],
  ['up{‸}', "label-name '' 3–3; selector up"],
  ['up{jo‸}', "label-name 'jo' 3–5; selector up"],
  ['up{job="a", in‸, x="y"}', `label-name 'in' 12–14; selector up{job="a",x="y"}`],
  ['{‸', "label-name '' 1–1"],
  ['{"up", jo‸', `label-name 'jo' 7–9; selector {"up"}`],
  ['{a!="b",‸', "label-name '' 8–8"],
  ['up{job‸="a"}', "label-name 'job' 3–6; selector up"],
  ['up{job ‸', 'nothing'],
  ['{"ht‸"}', `quoted-name 'ht' 1–5`],
  ['up{"my.la‸', `quoted-name 'my.la' 3–9; selector up`],
  // Values of labels.
  ['up{job="‸"}', `label-value '' 8–8; selector up; quote "; isClosed; label job`],
  ['up{job="sh‸op"}', `label-value 'sh' 8–12; selector up; quote "; isClosed; label job`],
  ['up{job="sh‸} == 0', `label-value 'sh' 8–10; selector up; quote "; label job`],
  ['up{job="sh‸, a="b"}', `label-value 'sh' 8–10; selector up; quote "; label job`],
  ["up{a='b', job!='c‸'}", `label-value 'c' 16–17; selector up{a='b'}; quote '; isClosed; label job`],
  ['up{job="a\\"b‸"}', `label-value 'a"b' 8–12; selector up; quote "; isClosed; label job`],
  ['up{job=sh‸}', "label-value 'sh' 7–9; selector up; label job"],
  ['up{job=~"a|b‸|c"}', `label-value 'b' 11–12; selector up; quote "; isClosed; label job; isRegexp`],
  ['up{"my.label"="v‸"}', `label-value 'v' 15–16; selector up; quote "; isClosed; label my.label`],
  ['up{job="a"‸}', 'nothing'],
  // Labels to group by.
  ['sum by (‸', "grouping '' 8–8"],
  ['sum by (jo‸) (rate(a{b="c"}[5m]))', `grouping 'jo' 8–10; selector a{b="c"}`],
  ['sum(rate(a[5m])) by (x, ‸)', "grouping '' 24–24; selector a"],
  ['sum by (a) (b) / on (‸) c', "grouping '' 21–21; selector b"],
  ['(x / on (‸', "grouping '' 9–9; selector x"],
  ['sum by ("my‸") (a)', `grouping 'my' 8–12; selector a`],
  ['sum by (a ‸', 'nothing'],
  // Durations.
  ['a[‸', "duration '' 2–2"],
  ['a[5‸]', "duration '5' 2–3"],
  ['a[1h:5‸]', "duration '5' 5–6"],
  ['a offset ‸', "duration '' 9–9"],
  ['a offset -5‸', "duration '5' 10–11"],
  ['a[5 ‸', 'nothing'],
  // Where nothing is known.
  ['a > 5‸', 'nothing'],
  ['up # jo‸', 'nothing'],
  ['label_replace(up, "ta‸"', 'nothing'],
])('%s: %s', (marked, expected) => {
  expect(told(marked)).toBe(expected);
});

test('whatever the text and wherever the caret, what is replaced is around the caret', () => {
  const parts = fc.constantFrom(
    ...'sum by ( ) { } [ ] " \' ` , = =~ != a.b up job 5m offset @ # \n | \\ - : on group_left 😀 \u0000 é'.split(
      ' ',
    ),
    ' ',
  );
  const text = fc.array(parts, { maxLength: 30 }).map((all) => all.join(''));
  fc.assert(
    fc.property(text, fc.integer({ min: -2, max: 60 }), (query, caret) => {
      const context = completionContext(query, caret);
      if (context === undefined) return;
      const at = Math.max(0, Math.min(caret, query.length));
      expect(context.from).toBeLessThanOrEqual(at);
      expect(context.to).toBeGreaterThanOrEqual(at);
      expect(context.to).toBeLessThanOrEqual(query.length);
    }),
    { numRuns: 500 },
  );
});
