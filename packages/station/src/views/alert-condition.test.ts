import { parseExpr } from '@telltale/promql';
import { expect, test } from 'vitest';
import { alertCondition } from './alert-condition.ts';

test.each([
  ['up == 0', undefined],
  ['a > b', undefined],
  ['1 > 0', undefined],
  ['rate(a[5m]) > 0.05', { query: 'rate(a[5m])', threshold: 0.05, isBad: 'above' }],
  ['(a <= -1)', { query: 'a', threshold: -1, isBad: 'below' }],
  ['sum(a) / sum(b) >= (2) and b > 5', { query: 'sum(a) / sum(b)', threshold: 2, isBad: 'above' }],
  ['a > 3 or b < 4', { query: 'a', threshold: 3, isBad: 'above' }],
  ['a + on (job) b', undefined],
] as const)('the condition of %s', (query, expected) => {
  expect(alertCondition(parseExpr(query))).toEqual(expected);
});
