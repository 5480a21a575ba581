import type { CheckRule } from '../../check-rule.ts';
import { nodesOfKind } from '../../expression/nodes.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import { exampleDefinition } from '../examples/example-definition.ts';

const NATIVE = {
  name: 'shop_wait_seconds',
  kind: 'histogram',
  help: 'Time in the queue',
  unit: 'seconds',
  labels: {},
  buckets: [],
  isNative: true,
} as const;

/** Series of classic histograms asked for where the histogram is a native one. */
export const promqlNativeVsClassic: CheckRule = {
  id: 'promql/native-vs-classic',
  severity: 'error',
  why: 'A native histogram is one series: those with _bucket, _sum and _count do not exist.',
  doc: 'The _bucket, _sum or _count series of a histogram that a definition declares as native only.',
  examples: [
    {
      wrong: {
        definition: {
          ...exampleDefinition('rate(shop_wait_seconds_count[5m]) > 5'),
          metrics: [NATIVE],
        },
      },
      right: {
        definition: {
          ...exampleDefinition('histogram_count(rate(shop_wait_seconds[5m])) > 5'),
          metrics: [NATIVE],
        },
      },
    },
  ],
  *run({ queries, catalogue }) {
    for (const { query, node, source } of nodesOfKind(queries, 'vector')) {
      const name = metricNameOf(node) ?? '';
      const suffix = /_(?:bucket|sum|count)$/.exec(name)?.[0];
      if (suffix === undefined || catalogue.get(name)?.isNative !== true) continue;
      const base = name.slice(0, -suffix.length);
      yield {
        place: query.placeOf(source),
        message: `'${base}' is a native histogram: it has no series '${name}'`,
        fix: suffix === '_bucket' ? `use ${base} without the suffix` : `use histogram${suffix}(${base})`,
      };
    }
  },
};
