import type { CheckRule } from '../../check-rule.ts';
import { histogram } from '../metric/example-programs.ts';

/** Answers that all fall into the first bucket. */
export const histogramBucketsTooCoarse: CheckRule = {
  id: 'histogram/buckets-too-coarse',
  severity: 'warning',
  preset: 'strict',
  why: 'With everything in the first bucket each percentile is interpolated in it: 5 ms read as 95 ms.',
  doc: `A histogram of requests or queries whose lowest bound is 100 ms and more.`,
  examples: [
    {
      wrong: { files: { 'app.js': histogram('shop_request_duration_seconds', ', buckets: [0.1, 0.5, 1]') } },
      right: {
        files: { 'app.js': histogram('shop_request_duration_seconds', ', buckets: [0.005, 0.05, 0.5, 1]') },
      },
    },
  ],
  *run({ declarations }) {
    for (const { name, kind, buckets, placeOf } of declarations) {
      const lowest = buckets?.at(0);
      if (kind !== 'histogram' || lowest === undefined || !QUICK.test(name) || lowest < COARSE_SECONDS)
        continue;
      const message = `the first bucket of '${name}' goes up to ${lowest} s`;
      yield {
        place: placeOf('buckets'),
        message,
        fix: 'add finer buckets, such as 0.005, 0.01, 0.025, 0.05',
      };
    }
  },
};

const COARSE_SECONDS = 0.1;
const QUICK = /(?:^|_)(?:request|requests|http|rpc|grpc|query|db|response)(?:_\w+)?_seconds$/;
