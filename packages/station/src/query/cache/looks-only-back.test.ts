import { parseExpr } from '@telltale/promql';
import { expect, test } from 'vitest';
import { looksOnlyBack } from './looks-only-back.ts';

test.each([
  'sum by (route) (rate(http_requests_total[5m]))',
  'max_over_time(up[1h:1m] offset 5m) + time()',
  'topk(3, m) / on (a) group_left n',
])('the steps of %s can be kept', (query) => {
  expect(looksOnlyBack(parseExpr(query))).toBe(true);
});

test.each([
  'm offset -5m',
  'm @ 1600000000',
  'sum(rate(m[5m] @ end()))',
  'max_over_time(up[1h:1m] @ start())',
  'max_over_time(up[1h:1m] offset -1m)',
])('the steps of %s are evaluated each time', (query) => {
  expect(looksOnlyBack(parseExpr(query))).toBe(false);
});
