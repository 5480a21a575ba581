import type { BucketRun } from '@telltale/model';
import { coarserIndex } from './bucket-bounds.ts';

/** The buckets of one side of a histogram, ascending by index, each index once. */
export interface BucketList {
  readonly indexes: Int32Array;
  readonly counts: Float64Array;
}

const EMPTY: BucketList = { indexes: new Int32Array(0), counts: new Float64Array(0) };

/** Lists the buckets of runs one by one, empty ones too. */
export function listBuckets(runs: readonly BucketRun[]): BucketList {
  if (runs.length === 0) return EMPTY;
  let length = 0;
  for (const { counts } of runs) length += counts.length;
  const indexes = new Int32Array(length);
  const all = new Float64Array(length);
  let next = 0;
  for (const { start, counts } of runs) {
    all.set(counts, next);
    for (let i = 0; i < counts.length; i++) indexes[next++] = start + i;
  }
  return { indexes, counts: all };
}

/** Joins neighbouring buckets to runs; empty buckets are left out. */
export function runsOf({ indexes, counts }: BucketList): BucketRun[] {
  const runs: BucketRun[] = [];
  let from = 0;
  for (let i = 0; i <= indexes.length; i++) {
    const isEmpty = i === indexes.length || counts[i] === 0;
    const isGap = isEmpty || (i > from && indexes[i] !== indexes[i - 1] + 1);
    if (!isGap) continue;
    if (i > from) runs.push({ start: indexes[from], counts: counts.slice(from, i) });
    from = isEmpty ? i + 1 : i;
  }
  return runs;
}

/** Runs without empty buckets. */
export function compactRuns(runs: readonly BucketRun[]): readonly BucketRun[] {
  return runs.some(({ counts }) => counts.includes(0)) ? runsOf(listBuckets(runs)) : runs;
}

/**
 * Gives every bucket a new index and joins those that get the same.
 *
 * @param indexOf Must not descend.
 */
export function regroup({ indexes, counts }: BucketList, indexOf: (index: number) => number): BucketList {
  const targets = new Int32Array(indexes.length);
  const sums = new Float64Array(indexes.length);
  let length = 0;
  for (let i = 0; i < indexes.length; i++) {
    const target = indexOf(indexes[i]);
    if (length === 0 || targets[length - 1] !== target) targets[length++] = target;
    sums[length - 1] += counts[i];
  }
  return { indexes: targets.subarray(0, length), counts: sums.subarray(0, length) };
}

/** The buckets of a schema joined to those of one that is as coarse or coarser. */
export function coarserBuckets(list: BucketList, fromSchema: number, toSchema: number): BucketList {
  if (fromSchema <= toSchema) return list;
  return regroup(list, (index) => coarserIndex(index, fromSchema, toSchema));
}
