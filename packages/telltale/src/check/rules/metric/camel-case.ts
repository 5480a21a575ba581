import type { CheckRule } from '../../check-rule.ts';
import { counter } from './example-programs.ts';

/** Names in camel case. */
export const metricCamelCase: CheckRule = {
  id: 'metric/camel-case',
  severity: 'warning',
  preset: 'strict',
  why: 'Metrics are named in snake_case: everybody else has to guess where the capitals are.',
  doc: `Upper case letters behind lower case ones in the name of a metric or label.`,
  examples: [
    {
      wrong: { files: { 'app.js': counter('shopOrders_total') } },
      right: { files: { 'app.js': counter('shop_orders_total') } },
    },
  ],
  *run({ declarations }) {
    for (const { name, labels = [], isForeign, placeOf } of declarations) {
      if (isForeign) continue;
      const fix = 'write it in snake_case';
      if (/[a-z][A-Z]/.test(name))
        yield { place: placeOf('name'), message: `'${name}' is in camelCase`, fix };
      const label = labels.find((one) => /[a-z][A-Z]/.test(one));
      if (label !== undefined)
        yield { place: placeOf('labels'), message: `the label '${label}' is in camelCase`, fix };
    }
  },
};
