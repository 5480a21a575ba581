import type { CheckRule } from '../../check-rule.ts';
import type { MetricCatalogue } from '../../catalogue/metric-catalogue.ts';
import type { Comparison } from '../../expression/comparison.ts';
import { comparisonsOf } from '../../expression/comparison.ts';
import { onlySelector } from '../../expression/inference/share-of-whole.ts';
import { nodesOf, numberOf, unwrapped } from '../../expression/nodes.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedQuery } from '../../workspace/checked-query.ts';
import { shopFiles } from '../examples/example-files.ts';

/** Quantiles outside of 0 to 1, and thresholds that no quantile reaches. */
export const quantileOutOfRange: CheckRule = {
  id: 'quantile/out-of-range',
  severity: 'error',
  why: 'A quantile is never above the top bucket, and one outside of 0 to 1 is infinite: the alert is dead, or always on.',
  doc: `A share below 0 or above 1 in histogram_quantile, quantile_over_time or quantile; a comparison of a
quantile with a number that is not below the highest finite bound of a declared histogram.`,
  examples: [
    {
      wrong: {
        files: shopFiles(
          'histogram_quantile(95, sum by (le) (rate(shop_request_duration_seconds_bucket[5m]))) > 1',
        ),
      },
      right: {
        files: shopFiles(
          'histogram_quantile(0.95, sum by (le) (rate(shop_request_duration_seconds_bucket[5m]))) > 1',
        ),
      },
    },
    {
      wrong: {
        files: shopFiles(
          'histogram_quantile(0.95, sum by (le) (rate(shop_request_duration_seconds_bucket[5m]))) > 30',
        ),
      },
      right: {
        files: shopFiles(
          'histogram_quantile(0.95, sum by (le) (rate(shop_request_duration_seconds_bucket[5m]))) > 5',
        ),
      },
    },
  ],
  *run({ queries, catalogue }) {
    yield* impossibleShares(queries);
    for (const query of queries) {
      for (const comparison of query.expr ? comparisonsOf(query.expr) : []) {
        yield* aboveTopBucket(query, comparison, catalogue);
      }
    }
  },
};

function* impossibleShares(queries: readonly CheckedQuery[]): Iterable<RuleFinding> {
  for (const { query, node } of nodesOf(queries)) {
    const isCall = node.kind === 'call' && /^(?:histogram_quantile|quantile_over_time)$/.test(node.func);
    const share = isCall
      ? node.args[0]
      : node.kind === 'aggregation' && node.op === 'quantile'
        ? node.param
        : undefined;
    const value = share && numberOf(share);
    if (value === undefined || !share?.source || (value >= 0 && value <= 1)) continue;
    const fix = value > 1 && value <= 100 ? `write ${value / 100}` : 'use a number from 0 to 1';
    yield { place: query.placeOf(share.source), message: `${value} is no share of 0 to 1`, fix };
  }
}

function* aboveTopBucket(
  query: CheckedQuery,
  { value, op, limit, limitNode }: Comparison,
  catalogue: MetricCatalogue,
): Iterable<RuleFinding> {
  const call = unwrapped(value);
  if (!op.startsWith('>') || call.kind !== 'call' || call.func !== 'histogram_quantile') return;
  const selector = call.args[1] && onlySelector(call.args[1]);
  const name = selector && metricNameOf(selector);
  const top = catalogue.get(name ?? '')?.buckets?.at(-1);
  const isBeyond = top !== undefined && (op === '>' ? limit >= top : limit > top);
  if (!isBeyond || !limitNode.source) return;
  yield {
    place: query.placeOf(limitNode.source),
    message: `the quantile is at most ${top}, the highest bound of ${name?.replace(/_bucket$/, '')}: never ${op} ${limit}`,
    fix: `add a bucket above ${limit}, or compare with less`,
  };
}
