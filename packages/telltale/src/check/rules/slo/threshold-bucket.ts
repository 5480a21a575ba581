import type { CheckRule } from '../../check-rule.ts';
import { placedMatchers } from '../../expression/matcher-places.ts';
import { nodesOfKind } from '../../expression/nodes.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import { shopFiles } from '../examples/example-files.ts';

/** Buckets that the histogram does not have. */
export const sloThresholdBucket: CheckRule = {
  id: 'slo/threshold-bucket',
  severity: 'error',
  why: 'There is no such bucket: the selector finds nothing, and the objective is never missed.',
  doc: 'A matcher le="0.3" on the buckets of a declared histogram that has no bound of 0.3.',
  examples: [
    {
      wrong: { files: shopFiles('rate(shop_request_duration_seconds_bucket{le="0.3"}[5m]) < 5') },
      right: { files: shopFiles('rate(shop_request_duration_seconds_bucket{le="0.25"}[5m]) < 5') },
    },
  ],
  *run({ queries, catalogue }) {
    for (const { query, node } of nodesOfKind(queries, 'vector')) {
      const bounds = catalogue.get(metricNameOf(node) ?? '')?.buckets;
      for (const { matcher, range } of bounds ? placedMatchers(query.text, node) : []) {
        const bound = matcher.name === 'le' && matcher.op === '=' ? Number(matcher.value) : NaN;
        if (!Number.isFinite(bound) || bounds?.includes(bound)) continue;
        const message = `the histogram has no bucket of ${matcher.value}`;
        yield { place: query.placeOf(range), message, fix: `use one of ${bounds?.join(', ')}, or add it` };
      }
    }
  },
};
