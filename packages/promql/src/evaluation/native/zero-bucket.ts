import { exponentialBound } from './bucket-bounds.ts';
import type { BucketList } from './bucket-list.ts';

/** A zero bucket and its neighbours of one exponential schema. */
export interface ZeroBucket {
  readonly schema: number;
  readonly zeroThreshold: number;
  readonly sides: readonly BucketList[];
}

/** The smallest threshold that two zero buckets can both be widened to. */
export function commonThreshold(a: ZeroBucket, b: ZeroBucket): number {
  let ofA = a.zeroThreshold;
  let ofB = b.zeroThreshold;
  for (;;) {
    if (ofA > ofB) ofB = widened(b, ofA);
    else if (ofB > ofA) ofA = widened(a, ofB);
    else return ofA;
  }
}

/**
 * The smallest threshold, from a wanted one upwards, that cuts through no populated bucket: which of
 * its observations are within could not be told.
 */
export function widened({ schema, sides }: Omit<ZeroBucket, 'zeroThreshold'>, wanted: number): number {
  let threshold = wanted;
  for (;;) {
    const before = threshold;
    for (const { indexes, counts } of sides) {
      const i = firstBeyond(schema, indexes, threshold) - 1;
      if (i < 0 || counts[i] === 0) continue;
      threshold = Math.max(threshold, exponentialBound(schema, indexes[i]));
    }
    if (threshold === before) return threshold;
  }
}

/** Splits the buckets of a side to those that reach below a threshold and the others. */
export function splitAtThreshold(
  schema: number,
  { indexes, counts }: BucketList,
  threshold: number,
): { readonly within: BucketList; readonly beyond: BucketList } {
  const at = firstBeyond(schema, indexes, threshold);
  return {
    within: { indexes: indexes.subarray(0, at), counts: counts.subarray(0, at) },
    beyond: { indexes: indexes.subarray(at), counts: counts.subarray(at) },
  };
}

function firstBeyond(schema: number, indexes: Int32Array, threshold: number): number {
  let i = 0;
  while (i < indexes.length && exponentialBound(schema, indexes[i] - 1) < threshold) i++;
  return i;
}
