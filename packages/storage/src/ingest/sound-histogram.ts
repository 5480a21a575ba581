import { CUSTOM_BUCKETS_SCHEMA } from '@telltale/model';
import type { BucketRun, NativeHistogram } from '@telltale/model';

const MIN_SCHEMA = -4;
const MAX_SCHEMA = 8;
/** Indices fit 32 bits; those of doubles at schema 8 are below 2^19. */
const MAX_BUCKET_INDEX = 2 ** 31 - 1;
/** Buckets, or custom bounds, of one histogram: libraries make 160 unless told otherwise. */
const MAX_BUCKETS = 16_384;

/**
 * Whether a histogram has the shape that its type promises: evaluations rely on it, and so do the bytes
 * on disk. What a histogram of observations cannot be, as one with less than nothing in a bucket, is not sound.
 */
export function isSoundHistogram(histogram: NativeHistogram): boolean {
  const { schema, count, zeroCount, zeroThreshold, positive, negative } = histogram;
  return (
    count >= 0 &&
    zeroCount >= 0 &&
    zeroThreshold >= 0 &&
    zeroThreshold < Infinity &&
    areSoundRuns(positive) &&
    areSoundRuns(negative) &&
    bucketsIn(positive) + bucketsIn(negative) <= MAX_BUCKETS &&
    (schema === CUSTOM_BUCKETS_SCHEMA ? hasSoundBounds(histogram) : hasSoundSchema(histogram))
  );
}

function hasSoundSchema({ schema, customValues }: NativeHistogram): boolean {
  return (
    Number.isInteger(schema) && schema >= MIN_SCHEMA && schema <= MAX_SCHEMA && customValues.length === 0
  );
}

/** Custom bounds ascend up to the last, which is below the +Inf that stands for itself. */
function hasSoundBounds(histogram: NativeHistogram): boolean {
  const { customValues, zeroCount, zeroThreshold, positive, negative } = histogram;
  if (customValues.length > MAX_BUCKETS || zeroCount > 0 || zeroThreshold > 0 || negative.length > 0) {
    return false;
  }
  const isAscending = customValues.every((bound, i) => i === 0 || bound > customValues[i - 1]);
  if (!isAscending || Number.isNaN(customValues[0]) || customValues.at(-1) === Infinity) return false;
  const last = positive.at(-1);
  return (
    last === undefined ||
    (positive[0].start >= 0 && last.start + last.counts.length <= customValues.length + 1)
  );
}

/** Ascending, neither touching nor overlapping nor empty, with no count below zero. */
function areSoundRuns(runs: readonly BucketRun[]): boolean {
  let end = -MAX_BUCKET_INDEX - 1;
  for (const { start, counts } of runs) {
    if (!Number.isInteger(start) || start <= end || counts.length === 0) return false;
    end = start + counts.length;
    if (end > MAX_BUCKET_INDEX || !counts.every((count) => count >= 0)) return false;
  }
  return true;
}

function bucketsIn(runs: readonly BucketRun[]): number {
  return runs.reduce((sum, { counts }) => sum + counts.length, 0);
}
