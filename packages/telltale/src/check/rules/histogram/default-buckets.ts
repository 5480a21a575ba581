import type { CheckRule } from '../../check-rule.ts';
import { histogram } from '../metric/example-programs.ts';

/** Buckets of seconds for something else. */
export const histogramDefaultBuckets: CheckRule = {
  id: 'histogram/default-buckets',
  severity: 'warning',
  why: 'The buckets of the library are for answers in seconds, from 5 ms to 10 s: anything else falls into the first or the last.',
  doc: `A histogram without buckets whose name is not one of a duration: it does not end in _seconds and has no word for time.`,
  examples: [
    {
      wrong: { files: { 'app.js': histogram('shop_order_bytes', '') } },
      right: { files: { 'app.js': histogram('shop_order_bytes', ', buckets: [100, 1000, 10000]') } },
    },
  ],
  *run({ declarations }) {
    for (const { name, kind, hasBuckets, origin, placeOf } of declarations) {
      if (
        kind !== 'histogram' ||
        hasBuckets ||
        origin === 'definition' ||
        origin === 'guide' ||
        TIME.test(name)
      )
        continue;
      yield {
        place: placeOf('name'),
        message: `the buckets of '${name}' are those for seconds`,
        fix: 'give buckets that fit its values',
      };
    }
  },
};

const TIME = /second|duration|latency|time|elapsed|delay|wait|_ms$|millis|lag/;
