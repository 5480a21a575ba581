import type { CheckRule } from '../../check-rule.ts';
import { program } from './example-programs.ts';

/** Gauges with buckets. */
export const metricGaugeBuckets: CheckRule = {
  id: 'metric/gauge-buckets',
  severity: 'error',
  why: 'A gauge has one value and no buckets: Python refuses it, prom-client ignores it without a word.',
  doc: `Buckets given for anything but a histogram.`,
  examples: [
    {
      wrong: {
        files: {
          'app.js': program("new client.Gauge({ name: 'shop_carts', help: 'Carts', buckets: [10, 50] });"),
        },
      },
      right: { files: { 'app.js': program("new client.Gauge({ name: 'shop_carts', help: 'Carts' });") } },
    },
  ],
  *run({ declarations }) {
    for (const { name, kind, hasBuckets, buckets, placeOf } of declarations) {
      if (!hasBuckets || !buckets || kind === 'histogram') continue;
      const message = `'${name}' is a ${kind}: it has no buckets`;
      yield { place: placeOf('buckets'), message, fix: 'leave them out, or make it a histogram' };
    }
  },
};
