import type { CheckRule } from '../../check-rule.ts';
import { histogram } from './example-programs.ts';

/** Labels whose names are taken. */
export const metricReservedLabel: CheckRule = {
  id: 'metric/reserved-label',
  severity: 'error',
  why: 'Clients refuse such a label, or the server takes it for a bound of a bucket or throws it away.',
  doc: `A declared label that starts with __, le on a histogram, quantile on a summary.`,
  examples: [
    {
      wrong: { files: { 'app.js': histogram('shop_wait_seconds', ", labelNames: ['le']") } },
      right: { files: { 'app.js': histogram('shop_wait_seconds', ", labelNames: ['queue']") } },
    },
  ],
  *run({ declarations }) {
    for (const { kind, labels = [], placeOf } of declarations) {
      const taken = labels.find(
        (label) =>
          label.startsWith('__') ||
          (label === 'le' && kind === 'histogram') ||
          (label === 'quantile' && kind === 'summary'),
      );
      if (taken === undefined) continue;
      yield {
        place: placeOf('labels'),
        message: `the label '${taken}' is reserved`,
        fix: 'name it otherwise',
      };
    }
  },
};
