import type { CheckRule } from '../../check-rule.ts';
import { comparisonsOf } from '../../expression/comparison.ts';
import { onlySelector } from '../../expression/inference/share-of-whole.ts';
import { unwrapped } from '../../expression/nodes.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import { shopFiles } from '../examples/example-files.ts';

/** Thresholds between two buckets. */
export const histogramBucketSlo: CheckRule = {
  id: 'histogram/bucket-slo',
  severity: 'info',
  preset: 'strict',
  why: 'Between two bounds the percentile is interpolated: at the threshold it is guesswork.',
  doc: `A comparison of histogram_quantile with a number that is no bound of the declared histogram, and lies below the highest.`,
  examples: [
    {
      wrong: {
        files: shopFiles(
          'histogram_quantile(0.9, sum by (le) (rate(shop_request_duration_seconds_bucket[5m]))) > 2',
        ),
      },
      right: {
        files: shopFiles(
          'histogram_quantile(0.9, sum by (le) (rate(shop_request_duration_seconds_bucket[5m]))) > 2.5',
        ),
      },
    },
  ],
  *run({ queries, catalogue }) {
    for (const { expr, placeOf } of queries) {
      for (const { value, limit, limitNode } of expr ? comparisonsOf(expr) : []) {
        const call = unwrapped(value);
        if (call.kind !== 'call' || call.func !== 'histogram_quantile' || !limitNode.source) continue;
        const selector = call.args[1] && onlySelector(call.args[1]);
        const bounds = catalogue.get((selector && metricNameOf(selector)) ?? '')?.buckets ?? [];
        if (bounds.includes(limit) || limit <= 0 || limit >= (bounds.at(-1) ?? 0)) continue;
        const message = `${limit} is no bound of a bucket; near it are ${around(bounds, limit)}`;
        yield { place: placeOf(limitNode.source), message, fix: `add a bucket of ${limit}` };
      }
    }
  },
};

function around(bounds: readonly number[], limit: number): string {
  const above = bounds.findIndex((bound) => bound > limit);
  return bounds.slice(Math.max(0, above - 1), above + 1).join(' and ');
}
