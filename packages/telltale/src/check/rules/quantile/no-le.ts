import type { Expr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import type { Inference } from '../../expression/inference/create-inference.ts';
import { callsOf, unwrapped } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

const QUANTILE: ReadonlySet<string> = new Set(['histogram_quantile']);

/** Quantiles of buckets whose bounds were aggregated away. */
export const quantileNoLe: CheckRule = {
  id: 'quantile/no-le',
  severity: 'error',
  why: 'Without the label le there are no buckets to compute a quantile from: the result is empty.',
  doc: 'histogram_quantile over an aggregation of _bucket series that does not keep le.',
  examples: [
    {
      wrong: {
        files: {
          'rules.yml': alertFile('histogram_quantile(0.9, sum by (job) (rate(x_seconds_bucket[5m]))) > 1'),
        },
      },
      right: {
        files: {
          'rules.yml': alertFile(
            'histogram_quantile(0.9, sum by (job, le) (rate(x_seconds_bucket[5m]))) > 1',
          ),
        },
      },
    },
  ],
  *run({ queries, inference }) {
    for (const { query, node } of callsOf(queries, QUANTILE)) {
      const operand = node.args[1];
      if (!operand?.source || !isWithoutBounds(operand, inference)) continue;
      const aggregation = unwrapped(operand);
      const isBy = aggregation.kind === 'aggregation' && aggregation.grouping?.mode === 'by';
      yield {
        place: query.placeOf(operand.source),
        message: "the aggregation drops 'le'",
        fix: isBy ? 'add le to by (…)' : 'write sum by (le) (…)',
      };
    }
  },
};

/** Native histograms need no bounds: only what certainly are buckets is judged. */
function isWithoutBounds(operand: Expr, inference: Inference): boolean {
  const { labels, nature } = inference.of(operand);
  return nature === 'buckets' && !labels.mayHave('le');
}
