import type { CheckRule } from '../../check-rule.ts';
import { counter } from './example-programs.ts';

/** Counters that are not named as such, and others that are. */
export const metricCounterTotal: CheckRule = {
  id: 'metric/counter-total',
  severity: 'warning',
  preset: 'strict',
  why: 'Whoever reads the name takes it for the other kind, and so do tools that go by the name.',
  doc: `A counter declared with prom-client or in a definition without _total at its end; a gauge or histogram with it.`,
  examples: [
    {
      wrong: { files: { 'app.js': counter('shop_orders') } },
      right: { files: { 'app.js': counter('shop_orders_total') } },
    },
  ],
  *run({ declarations }) {
    for (const { name, kind, origin, isForeign, placeOf } of declarations) {
      // The client for Python adds the ending itself.
      if (isForeign || origin === 'python' || kind === 'info' || kind === 'stateset') continue;
      const isNamed = name.endsWith('_total');
      if ((kind === 'counter') === isNamed) continue;
      const message = isNamed
        ? `'${name}' is a ${kind}, not a counter`
        : `the counter '${name}' does not end in _total`;
      const fix = isNamed ? 'leave _total to counters' : `name it ${name}_total`;
      yield { place: placeOf('name'), message, fix };
    }
  },
};
