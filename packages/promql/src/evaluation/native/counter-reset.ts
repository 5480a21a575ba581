import type { BucketRun, NativeHistogram } from '@telltale/model';
import { exponentialBound, hasCustomBuckets } from './bucket-bounds.ts';
import type { BucketList } from './bucket-list.ts';
import { coarserBuckets, listBuckets, regroup } from './bucket-list.ts';
import { bucketMapping, commonBounds, sameBounds } from './custom-bounds.ts';
import { splitAtThreshold, widened } from './zero-bucket.ts';

/**
 * Whether a counter was reset between two histograms: its hint says so, or it says nothing and any
 * count went down, or the buckets became finer, which only a new start can do.
 */
export function isCounterReset(current: NativeHistogram, previous: NativeHistogram): boolean {
  if (current.counterReset === 'reset') return true;
  if (current.counterReset === 'not_reset') return false;
  if (current.count < previous.count) return true;
  if (hasCustomBuckets(current)) return !hasCustomBuckets(previous) || anyCustomFell(current, previous);
  return hasCustomBuckets(previous) || anyExponentialFell(current, previous);
}

function anyCustomFell(current: NativeHistogram, previous: NativeHistogram): boolean {
  if (sameBounds(current.customValues, previous.customValues))
    return anyFell(current.positive, previous.positive);
  const bounds = commonBounds(current.customValues, previous.customValues);
  const [now, before] = [current, previous].map(({ positive, customValues }) =>
    regroup(listBuckets(positive), bucketMapping(customValues, bounds)),
  );
  return anyListedFell(now, before);
}

function anyExponentialFell(current: NativeHistogram, previous: NativeHistogram): boolean {
  const { schema, zeroThreshold } = current;
  if (schema > previous.schema || zeroThreshold < previous.zeroThreshold) return true;
  if (schema === previous.schema && zeroThreshold === previous.zeroThreshold) {
    if (current.zeroCount < previous.zeroCount) return true;
    return anyFell(current.positive, previous.positive) || anyFell(current.negative, previous.negative);
  }
  const sides = [previous.positive, previous.negative].map(listBuckets);
  // A zero bucket grows over whole buckets only, unless everything is counted anew.
  if (widened({ schema: previous.schema, sides }, zeroThreshold) !== zeroThreshold) return true;
  let zeroCount = previous.zeroCount;
  const beyond = sides.map((side) => {
    const split = splitAtThreshold(previous.schema, side, zeroThreshold);
    for (const count of split.within.counts) zeroCount += count;
    return coarserBuckets(split.beyond, previous.schema, schema);
  });
  if (current.zeroCount < zeroCount) return true;
  return [current.positive, current.negative].some((runs, i) =>
    anyListedFell(beyondZero(current, listBuckets(runs)), beyondZero(current, beyond[i])),
  );
}

/** Buckets that lie wholly within the zero bucket are part of it. */
function beyondZero({ schema, zeroThreshold }: NativeHistogram, { indexes, counts }: BucketList): BucketList {
  let at = 0;
  while (at < indexes.length && exponentialBound(schema, indexes[at]) <= zeroThreshold) at++;
  return { indexes: indexes.subarray(at), counts: counts.subarray(at) };
}

function anyFell(current: readonly BucketRun[], previous: readonly BucketRun[]): boolean {
  if (!haveSameLayout(current, previous)) return anyListedFell(listBuckets(current), listBuckets(previous));
  for (let run = 0; run < current.length; run++) {
    const now = current[run].counts;
    const before = previous[run].counts;
    for (let i = 0; i < now.length; i++) if (now[i] < before[i]) return true;
  }
  return false;
}

function haveSameLayout(a: readonly BucketRun[], b: readonly BucketRun[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ start, counts }, i) => start === b[i].start && counts.length === b[i].counts.length)
  );
}

function anyListedFell(current: BucketList, previous: BucketList): boolean {
  let at = 0;
  for (let i = 0; i < previous.indexes.length; i++) {
    while (at < current.indexes.length && current.indexes[at] < previous.indexes[i]) at++;
    const now = current.indexes[at] === previous.indexes[i] ? current.counts[at] : 0;
    const before = previous.counts[i];
    // A bucket that is gone had better been empty; NaN is no number to compare with.
    if (now < before || (current.indexes[at] !== previous.indexes[i] && before !== 0)) return true;
  }
  return false;
}
