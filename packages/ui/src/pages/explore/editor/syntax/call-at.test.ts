import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callAt } from './call-at.ts';

test.each([
  ['rate(‸', 'rate 0'],
  ['rate(http_requests_total{a="b"}[5m‸])', 'rate 0'],
  ['histogram_quantile(0.9, ‸sum(x))', 'histogram_quantile 1'],
  ['histogram_quantile(0.9, sum(‸x))', 'sum 0'],
  ['label_join(up, "a,b", ",", "x‸"', 'label_join 3'],
  ['clamp((a + (b‸)), 1)', 'clamp 0'],
  ['sum by (a, b) (‸x)', 'sum 0'],
  ['topk by (a) (5, ‸', 'topk 1'],
  ['sum by (a, ‸) (x)', ''],
  ['rate(x[5m])‸', ''],
  ['(a + ‸b)', ''],
  ['round(a, # b, c,\n ‸', 'round 1'],
])('%s: %s', (marked, expected) => {
  const call = callAt(marked.replace('‸', ''), marked.indexOf('‸'));
  expect(call === undefined ? '' : `${call.name} ${call.argument}`).toBe(expected);
});

test('any text can be looked at anywhere', () => {
  const parts = fc.constantFrom(...'sum by ( ) { } [ ] " \' ` , # \n \\ 😀'.split(' '), ' ');
  const text = fc.array(parts, { maxLength: 30 }).map((all) => all.join(''));
  fc.assert(
    fc.property(text, fc.nat(80), (query, caret) => {
      expect(callAt(query, caret)?.argument ?? 0).toBeGreaterThanOrEqual(0);
    }),
  );
});
