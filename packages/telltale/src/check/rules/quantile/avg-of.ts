import type { Aggregation, Expr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import type { Inference } from '../../expression/inference/create-inference.ts';
import { nodesOfKind, unwrapped } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

const AVERAGES: ReadonlySet<string> = new Set(['avg', 'sum']);

/** Means and sums of quantiles. */
export const quantileAvgOf: CheckRule = {
  id: 'quantile/avg-of',
  severity: 'error',
  why: 'A mean of percentiles is no percentile of anything: it hides exactly the slow ones.',
  doc: `avg or sum over histogram_quantile, over a recording rule in sight that is one, or over a summary's
series with a quantile label. Not reported by instance or pod, where there may be one quantile only.`,
  examples: [
    {
      wrong: {
        files: {
          'rules.yml': alertFile(
            'avg(histogram_quantile(0.9, sum by (le, pod) (rate(x_seconds_bucket[5m])))) > 1',
          ),
        },
      },
      right: {
        files: {
          'rules.yml': alertFile(
            'max(histogram_quantile(0.9, sum by (le, pod) (rate(x_seconds_bucket[5m])))) > 1',
          ),
        },
      },
    },
    {
      wrong: {
        files: {
          'rules.yml': alertFile('sum by (job) (rpc_duration_seconds{quantile="0.5"}) > 1'),
        },
      },
      right: {
        files: {
          'rules.yml': alertFile('avg by (job, instance) (rpc_duration_seconds{quantile="0.5"}) > 1'),
        },
      },
    },
    {
      wrong: {
        files: { 'rules.yml': alertFile('avg by (job) (rpc_duration_seconds{quantile="0.99"}) > 1') },
      },
      right: {
        files: { 'rules.yml': alertFile('max by (job) (rpc_duration_seconds{quantile="0.99"}) > 1') },
      },
    },
  ],
  *run({ queries, inference }) {
    for (const { query, node, source } of nodesOfKind(queries, 'aggregation')) {
      if (!AVERAGES.has(node.op) || keepsTargets(node) || !isQuantile(node.expr, inference)) continue;
      yield {
        place: query.placeOf({ start: source.start, end: source.start + node.op.length }),
        message: `${node.op} of quantiles`,
        fix: 'aggregate the buckets by le and take one quantile of them, or take max()',
      };
    }
  },
};

/** By instance there may be one quantile only, and then nothing is averaged: labels are taken off. */
function keepsTargets({ grouping }: Aggregation): boolean {
  return grouping?.mode === 'by' && grouping.labels.some((label) => label === 'instance' || label === 'pod');
}

function isQuantile(expr: Expr, inference: Inference): boolean {
  const node = unwrapped(expr);
  if (node.kind === 'vector') {
    const picked = node.matchers.find(({ name, op }) => name === 'quantile' && (op === '=' || op === '=~'));
    // 0 and 1 are minimum and maximum.
    if (picked) return !/^[01](?:\.0)?$/.test(picked.value);
  }
  const isKept = node.kind === 'vector' || node.kind === 'call';
  return isKept && inference.of(node).nature === 'quantile';
}
