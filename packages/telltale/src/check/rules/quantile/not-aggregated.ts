import type { CheckRule } from '../../check-rule.ts';
import { callsOf, unwrapped } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

const QUANTILE: ReadonlySet<string> = new Set(['histogram_quantile']);

/** Quantiles of every single series instead of the service. */
export const quantileNotAggregated: CheckRule = {
  id: 'quantile/not-aggregated',
  severity: 'warning',
  preset: 'strict',
  why: 'This is one quantile per combination of labels and instance, most of few events: noise, not the service.',
  doc: 'histogram_quantile directly over a rate of buckets, without an aggregation that keeps le.',
  examples: [
    {
      wrong: {
        files: { 'rules.yml': alertFile('histogram_quantile(0.95, rate(x_seconds_bucket[5m])) > 1') },
      },
      right: {
        files: {
          'rules.yml': alertFile('histogram_quantile(0.95, sum by (le) (rate(x_seconds_bucket[5m]))) > 1'),
        },
      },
    },
  ],
  *run({ queries, inference }) {
    for (const { query, node, source } of callsOf(queries, QUANTILE)) {
      const operand = node.args[1];
      if (!operand || unwrapped(operand).kind !== 'call' || inference.of(operand).nature !== 'buckets')
        continue;
      yield {
        place: query.placeOf({ start: source.start, end: source.start + node.func.length }),
        message: 'one quantile for each combination of labels',
        fix: 'write histogram_quantile(…, sum by (le) (…)), with the labels that are to stay',
      };
    }
  },
};
