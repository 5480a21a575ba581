import type { CheckRule } from '../../check-rule.ts';
import { counter } from './example-programs.ts';

/** Metrics without help. */
export const metricHelp: CheckRule = {
  id: 'metric/help',
  severity: 'error',
  why: 'prom-client and prometheus_client throw when a metric has no help; a page without it explains nothing.',
  doc: `A declaration without a help text, or with an empty one.`,
  examples: [
    {
      wrong: { files: { 'app.js': counter('shop_orders_total', '') } },
      right: { files: { 'app.js': counter('shop_orders_total') } },
    },
  ],
  *run({ declarations }) {
    for (const { name, help, placeOf } of declarations) {
      if (help === undefined || help.trim() !== '') continue;
      yield {
        place: placeOf('name'),
        message: `'${name}' has no help text`,
        fix: 'say in one sentence what is counted',
      };
    }
  },
};
