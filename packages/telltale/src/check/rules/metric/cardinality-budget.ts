import type { ResolvedMetric } from '@telltale/definition';
import type { CheckRule } from '../../check-rule.ts';
import { exampleDefinition } from '../examples/example-definition.ts';

/** Metrics of very many series. */
export const metricCardinalityBudget: CheckRule = {
  id: 'metric/cardinality-budget',
  severity: 'warning',
  why: 'Each combination of labels is a series in memory: this many of one metric slow down the whole server.',
  doc: `A metric of a definition whose labels, by the most values they may have, and buckets make more than 10,000 series for one instance. Not metrics of kits and exporters.`,
  examples: [
    {
      wrong: { definition: { metrics: [metricWith(200)] } },
      right: { definition: { ...exampleDefinition('up == 0'), metrics: [metricWith(20)], rules: [] } },
    },
  ],
  *run({ declarations }) {
    for (const { name, labels = [], buckets, kind, maxValues, isForeign, placeOf } of declarations) {
      // The limits of a kit's labels are each a guard: all of them together are never reached.
      if (isForeign) continue;
      const counts = labels.map((label) => maxValues.get(label) ?? 1);
      const each = kind === 'histogram' ? (buckets?.length ?? 0) + 3 : 1;
      const series = counts.reduce((product, count) => product * count, each);
      if (series <= MOST_SERIES) continue;
      const message = `'${name}' may have ${series.toLocaleString('en')} series for one instance`;
      yield { place: placeOf('name'), message, fix: 'drop a label, or allow fewer values for it' };
    }
  },
};

const MOST_SERIES = 10_000;

function metricWith(maxValues: number): ResolvedMetric {
  const labels = {
    shop: { kind: 'any', maxValues },
    product: { kind: 'any', maxValues },
  } as const;
  return { name: 'shop_orders_total', kind: 'counter', help: 'Orders', unit: '', labels };
}
