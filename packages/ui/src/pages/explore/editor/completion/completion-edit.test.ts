import { expect, test } from 'vitest';
import { completionContext } from '../syntax/completion-context.ts';
import { editedText } from '../writing/text-edit.ts';
import type { Candidate } from './candidates.ts';
import { completionEdit } from './completion-edit.ts';

/** What becomes of a query when a candidate is chosen at `‸`, with the caret marked as well. */
function chosen(marked: string, kind: Candidate['kind'], text: string): string {
  const caret = marked.indexOf('‸');
  const query = marked.replace('‸', '');
  const context = completionContext(query, caret);
  if (context === undefined) throw new Error(`nothing can be completed in ${marked}`);
  const edit = completionEdit(query, context, { kind, text, detail: '', help: '' });
  const after = editedText(query, edit);
  expect(edit.select.from).toBe(edit.select.to);
  return `${after.slice(0, edit.select.from)}‸${after.slice(edit.select.from)}${edit.isContinued ? ' …' : ''}`;
}

test('functions get their parentheses, unless they are there or something is to go into them', () => {
  expect(chosen('ra‸', 'function', 'rate')).toBe('rate(‸)');
  expect(chosen('sum(ra‸)', 'function', 'rate')).toBe('sum(rate(‸))');
  expect(chosen('su‸(x)', 'aggregation', 'sum')).toBe('sum(‸x)');
  expect(chosen('rat‸e', 'function', 'rate')).toBe('rate(‸)');
  expect(chosen('ra‸http_requests_total', 'function', 'rate')).toBe('rate(‸http_requests_total');
});

test('metrics are written as they are, or in quotes and braces where they need them', () => {
  expect(chosen('htt‸p_requests', 'metric', 'http_requests')).toBe('http_requests‸');
  expect(chosen('htt‸', 'metric', 'http.requests')).toBe('{"http.requests"}‸');
  expect(chosen('htt‸{}', 'metric', 'http.requests')).toBe('{"http.requests"‸}');
  expect(chosen('htt‸{a="b"}', 'metric', 'http.requests')).toBe('{"http.requests", ‸a="b"}');
  expect(chosen('{"ht‸"}', 'metric', 'http.requests')).toBe('{"http.requests"‸}');
});

test('a label brings its quotes, in which a value can be chosen at once', () => {
  expect(chosen('up{jo‸}', 'label', 'job')).toBe('up{job="‸"} …');
  expect(chosen('up{jo‸="a"}', 'label', 'job')).toBe('up{job‸="a"}');
  expect(chosen('up{‸}', 'label', 'my.label')).toBe('up{"my.label"="‸"} …');
  expect(chosen('sum by (jo‸) (up)', 'label', 'job')).toBe('sum by (job‸) (up)');
  expect(chosen('sum by ("my‸") (up)', 'label', 'my.label')).toBe('sum by ("my.label"‸) (up)');
});

test('values are escaped as the text and the operator want it', () => {
  expect(chosen('up{job="‸"}', 'value', 'a "b" \\ c')).toBe('up{job="a \\"b\\" \\\\ c"‸}');
  expect(chosen("up{job='‸'}", 'value', `a "b" 'c'`)).toBe(`up{job='a "b" \\'c\\''‸}`);
  expect(chosen('up{job=`a‸`}', 'value', 'a\\b')).toBe('up{job=`a\\b`‸}');
  expect(chosen('up{job="sh‸} == 0', 'value', 'shop')).toBe('up{job="shop"‸} == 0');
  expect(chosen('up{job=sh‸}', 'value', 'shop')).toBe('up{job="shop"‸}');
  expect(chosen('up{a=~"x|‸|z"}', 'value', 'a.b')).toBe('up{a=~"x|a\\\\.b‸|z"}');
});

test('durations and keywords are written as they are', () => {
  expect(chosen('a[5‸]', 'duration', '5m')).toBe('a[5m‸]');
  expect(chosen('a un‸', 'keyword', 'unless')).toBe('a unless‸');
});
