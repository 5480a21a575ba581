import type { CheckRule } from '../../check-rule.ts';

const ORDERS = '# HELP shop_orders_total Orders\n# TYPE shop_orders_total counter\nshop_orders_total 5\n';
const CREATED =
  '# HELP shop_orders_created Orders\n# TYPE shop_orders_created gauge\nshop_orders_created 1.7e9\n';

/** Series that only say when a counter was made. */
export const expositionCreated: CheckRule = {
  id: 'exposition/created',
  severity: 'info',
  preset: 'strict',
  why: 'One more series for each counter and histogram that hardly any query looks at.',
  doc: 'Metrics of a page that end in _created beside the counter or histogram of the same name.',
  examples: [
    {
      wrong: { files: { 'metrics.prom': ORDERS + CREATED } },
      right: { files: { 'metrics.prom': ORDERS } },
    },
  ],
  *run({ metricsPages }) {
    for (const { families, placeOf } of metricsPages) {
      const names = new Set(families.map(({ name }) => name));
      const created = families.filter(({ name }) => {
        const stem = name.replace(/_created$/, '');
        return stem !== name && (names.has(stem) || names.has(`${stem}_total`));
      });
      const [first] = created;
      if (!first) continue;
      const message = `${created.length} metrics of this page only say when another was made`;
      yield {
        place: placeOf(first),
        message,
        fix: 'switch them off in the client, or drop them with metric_relabel_configs',
      };
    }
  },
};
