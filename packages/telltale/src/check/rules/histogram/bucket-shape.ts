import type { CheckRule } from '../../check-rule.ts';
import { histogram } from '../metric/example-programs.ts';

/** Buckets out of order. */
export const histogramBucketShape: CheckRule = {
  id: 'histogram/bucket-shape',
  severity: 'error',
  why: 'Clients refuse buckets that do not ascend, or count into the wrong ones.',
  doc: `Bounds that do not ascend, that stand there twice, an explicit +Inf, and more than 60 of them.`,
  examples: [
    {
      wrong: { files: { 'app.js': histogram('shop_wait_seconds', ', buckets: [0.1, 1, 0.5]') } },
      right: { files: { 'app.js': histogram('shop_wait_seconds', ', buckets: [0.1, 0.5, 1]') } },
    },
  ],
  *run({ declarations }) {
    for (const { kind, buckets, origin, placeOf } of declarations) {
      const message = kind === 'histogram' && buckets ? faultOf(buckets, origin) : undefined;
      if (message !== undefined)
        yield { place: placeOf('buckets'), message, fix: 'list the bounds from low to high, each once' };
    }
  },
};

const MOST_BUCKETS = 60;

function faultOf(buckets: readonly number[], origin: string): string | undefined {
  const at = buckets.findIndex((bound, index) => index > 0 && bound <= buckets[index - 1]);
  if (at > 0) return `${buckets[at]} stands behind ${buckets[at - 1]}`;
  // The client for Python takes an explicit +Inf.
  if (buckets.includes(Infinity) && origin !== 'python') return 'the bucket +Inf is there anyway';
  return buckets.length > MOST_BUCKETS
    ? `${buckets.length} buckets are ${buckets.length + 3} series for each set of labels`
    : undefined;
}
