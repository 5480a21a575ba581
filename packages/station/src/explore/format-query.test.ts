import { printExpr } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { expect, test } from 'vitest';
import { formatQuery } from './format-query.ts';

test('a short query stays on one line', () => {
  expect(formatQuery(parseExpr('sum(rate(up[5m]))by(job)'))).toBe('sum by (job) (rate(up[5m]))');
});

test('a long query has a line for each operand', () => {
  const query =
    'sum by (route) (rate(http_requests_total{status_code=~"5.."}[5m])) / on (route) group_left () sum by (route) (rate(http_requests_total[5m])) > 0.05';
  expect(formatQuery(parseExpr(query)))
    .toBe(`    sum by (route) (rate(http_requests_total{status_code=~"5.."}[5m]))
  / on (route) group_left ()
    sum by (route) (rate(http_requests_total[5m]))
>
  0.05`);
});

test('a query means the same when it is formatted', () => {
  const long = 'a_metric_with_a_name_that_is_quite_long_indeed_and_longer_than_most_names_that_one_sees';
  for (const query of [
    `(${long} + ${long}) * ${long}`,
    `${long} - (${long} - ${long})`,
    `-(${long} + ${long}) ^ 2`,
    `histogram_quantile(0.9, sum by (le, job) (rate(${long}[5m] offset 1h)))`,
    `topk without (job) (3, ${long}) unless ignoring (instance) ${long}`,
    `${long} > bool ${long}`,
  ]) {
    const expr = parseExpr(query);
    const formatted = parseExpr(formatQuery(expr));
    expect(printExpr(formatted).replaceAll(/[()]/g, '')).toBe(printExpr(expr).replaceAll(/[()]/g, ''));
    // Formatting again changes nothing: the parentheses are those that are needed.
    expect(formatQuery(formatted)).toBe(formatQuery(expr));
  }
});
