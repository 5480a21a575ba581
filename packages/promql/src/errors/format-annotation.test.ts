import { expect, test } from 'vitest';
import { formatAnnotation } from './format-annotation.ts';

const REMARK = { severity: 'info', message: 'PromQL info: why' } as const;

test('a remark ends with its line and column', () => {
  const source = { start: 9, end: 10 };
  expect(formatAnnotation({ ...REMARK, source }, 'sum(\n  rate(x[5m])\n)')).toBe('PromQL info: why (2:5)');
});

test('columns count bytes', () => {
  const query = '{"ä"} + rate(x[5m])';
  const source = { start: query.indexOf('x'), end: query.length };
  expect(formatAnnotation({ ...REMARK, source }, query)).toBe('PromQL info: why (1:15)');
});

test('a remark on a query that was built has no place', () => {
  expect(formatAnnotation(REMARK, '')).toBe('PromQL info: why');
});
