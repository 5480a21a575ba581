import type { CheckRule } from '../../check-rule.ts';
import { counter } from './example-programs.ts';

/** Names that repeat the kind. */
export const metricTypeInName: CheckRule = {
  id: 'metric/type-in-name',
  severity: 'info',
  preset: 'strict',
  why: 'The kind is told with the metric anyway; in the name it is only longer, and wrong after a change.',
  doc: `counter, gauge, histogram or summary as a word of the name.`,
  examples: [
    {
      wrong: { files: { 'app.js': counter('shop_orders_counter_total') } },
      right: { files: { 'app.js': counter('shop_orders_total') } },
    },
  ],
  *run({ declarations }) {
    for (const { name, isForeign, placeOf } of declarations) {
      const word = isForeign
        ? undefined
        : name.split('_').find((one) => /^(?:counter|gauge|histogram|summary)$/.test(one));
      if (word === undefined) continue;
      yield { place: placeOf('name'), message: `'${name}' repeats the kind`, fix: `leave '${word}' out` };
    }
  },
};
