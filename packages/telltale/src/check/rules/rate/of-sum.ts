import type { Expr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { callsOf, unwrapped } from '../../expression/nodes.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import { alertFile } from '../examples/example-files.ts';

const RATES: ReadonlySet<string> = new Set(['rate', 'irate', 'increase']);

/** Rates of sums of counters, and of rates. */
export const rateOfSum: CheckRule = {
  id: 'rate/of-sum',
  severity: 'error',
  why: 'A restart of one program looks like a fall of the sum: rate() takes it for a restart of all.',
  doc: `rate, irate and increase over a subquery that sums counters, or over a recording rule in sight that
does; and over what is a rate already.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('rate(sum(x_total)[5m:]) > 5') } },
      right: { files: { 'rules.yml': alertFile('sum(rate(x_total[5m])) > 5') } },
    },
    {
      wrong: { files: { 'rules.yml': alertFile('rate(rate(x_total[5m])[5m:]) > 5') } },
      right: { files: { 'rules.yml': alertFile('max_over_time(rate(x_total[5m])[5m:]) > 5') } },
    },
  ],
  *run({ queries, rules, inference }) {
    const recordings = Map.groupBy(
      rules.filter(({ kind }) => kind === 'recording'),
      ({ name }) => name,
    );
    const sumsOf = (expr: Expr): boolean => isSumOfCounters(expr, (one) => inference.of(one).nature);
    for (const { query, node, source } of callsOf(queries, RATES)) {
      const range = node.args[0];
      const isSum =
        range?.kind === 'subquery'
          ? sumsOf(range.expr)
          : range?.kind === 'matrix' &&
            (recordings.get(metricNameOf(range.selector) ?? '') ?? []).some(
              ({ query: recorded }) => recorded.expr && sumsOf(recorded.expr),
            );
      if (range && inference.of(range).nature === 'rate') {
        const message = `${node.func}() over something that is a rate already`;
        yield { place: query.placeOf(source), message, fix: 'use it as it is, or deriv() for its change' };
      }
      if (!isSum) continue;
      yield {
        place: query.placeOf(source),
        message: `${node.func}() over a sum of counters`,
        fix: `sum the rates: sum(${node.func}(…))`,
      };
    }
  },
};

function isSumOfCounters(expr: Expr, natureOf: (expr: Expr) => string): boolean {
  const node = unwrapped(expr);
  if (node.kind !== 'aggregation' || (node.op !== 'sum' && node.op !== 'avg')) return false;
  return /^(?:counter|buckets)$/.test(natureOf(node.expr)) && unwrapped(node.expr).kind === 'vector';
}
