import type { CheckRule } from '../../check-rule.ts';
import { counter } from '../metric/example-programs.ts';

/** Labels that the server sets itself. */
export const labelTargetClash: CheckRule = {
  id: 'label/target-clash',
  severity: 'warning',
  why: 'The scrape wins: the label of the metric comes out as exported_…, and matchers on it see another value.',
  doc: `Declared labels named job or instance, or like a label of the targets of the same definition.`,
  examples: [
    {
      wrong: { files: { 'app.js': counter('shop_orders_total', ", help: 'Orders', labelNames: ['job']") } },
      right: { files: { 'app.js': counter('shop_orders_total', ", help: 'Orders', labelNames: ['task']") } },
    },
  ],
  *run({ declarations, definitions }) {
    const set = new Set([
      'job',
      'instance',
      ...definitions.flatMap(({ resolved }) =>
        resolved.targets.flatMap(({ labels, honorLabels }) => (honorLabels ? [] : Object.keys(labels))),
      ),
    ]);
    for (const { labels = [], isForeign, placeOf } of declarations) {
      const label = isForeign ? undefined : labels.find((one) => set.has(one));
      if (label === undefined) continue;
      const message = `'${label}' is set by the scrape: the metric's own becomes exported_${label}`;
      yield { place: placeOf('labels'), message, fix: 'name it otherwise' };
    }
  },
};
