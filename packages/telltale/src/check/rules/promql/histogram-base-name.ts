import type { CheckRule } from '../../check-rule.ts';
import { nodesOfKind } from '../../expression/nodes.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import { shopFiles } from '../examples/example-files.ts';

/** Classic histograms asked for by their base name. */
export const promqlHistogramBaseName: CheckRule = {
  id: 'promql/histogram-base-name',
  severity: 'error',
  why: 'A classic histogram has no series of its own name: the query always returns nothing.',
  doc: `The name of a declared classic histogram without _bucket, _sum or _count. Native histograms are
series of their own name and are not reported.`,
  examples: [
    {
      wrong: { files: shopFiles('shop_request_duration_seconds > 1') },
      right: {
        files: shopFiles(
          'histogram_quantile(0.95, sum by (le) (rate(shop_request_duration_seconds_bucket[5m]))) > 1',
        ),
      },
    },
  ],
  *run({ queries, catalogue }) {
    for (const { query, node, source } of nodesOfKind(queries, 'vector')) {
      const name = metricNameOf(node);
      if (name === undefined || catalogue.get(name)?.kind !== 'histogram') continue;
      const at = Math.max(source.start, query.text.indexOf(name, source.start));
      yield {
        place: query.placeOf({ start: at, end: at + name.length }),
        message: `'${name}' is a classic histogram: it has no series of that name`,
        fix: `for the 95th percentile: histogram_quantile(0.95, sum by (le) (rate(${name}_bucket[5m]))); for the mean: rate(${name}_sum[5m]) / rate(${name}_count[5m])`,
      };
    }
  },
};
