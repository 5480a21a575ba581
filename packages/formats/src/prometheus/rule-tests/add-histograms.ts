import type { BucketRun, CounterResetHint, NativeHistogram } from '@telltale/model';
import { CUSTOM_BUCKETS_SCHEMA } from '@telltale/model';
import { SeriesNotationError } from './series-notation-error.ts';

/** The count of each bucket that is not empty, by its index. */
type Buckets = ReadonlyMap<number, number>;

/**
 * The first histogram with so many times the second, in the buckets of the first.
 *
 * @throws SeriesNotationError where the second has coarser buckets than the first, or other bounds or another
 * zero bucket.
 */
export function addHistograms(base: NativeHistogram, added: NativeHistogram, times: 1 | -1): NativeHistogram {
  checkLayout(base, added);
  const shift = base.schema === CUSTOM_BUCKETS_SCHEMA ? 0 : added.schema - base.schema;
  const merge = (own: readonly BucketRun[], other: readonly BucketRun[]): BucketRun[] => {
    const merged = new Map(bucketsOf(own));
    for (const [index, count] of bucketsOf(other)) {
      const coarse = shift === 0 ? index : Math.ceil(index / 2 ** shift);
      merged.set(coarse, (merged.get(coarse) ?? 0) + times * count);
    }
    return runsOf(merged);
  };
  return {
    ...base,
    count: base.count + times * added.count,
    sum: base.sum + times * added.sum,
    zeroCount: base.zeroCount + times * added.zeroCount,
    positive: merge(base.positive, added.positive),
    negative: merge(base.negative, added.negative),
    counterReset: commonHint(base.counterReset, added.counterReset),
  };
}

function checkLayout(base: NativeHistogram, added: NativeHistogram): void {
  const isCustom = base.schema === CUSTOM_BUCKETS_SCHEMA;
  if (isCustom !== (added.schema === CUSTOM_BUCKETS_SCHEMA) || base.schema > added.schema) {
    const reason = `a histogram of schema ${added.schema} cannot be added to one of schema ${base.schema}`;
    throw new SeriesNotationError(reason);
  }
  if (isCustom && base.customValues.join() !== added.customValues.join()) {
    throw new SeriesNotationError('histograms of different custom buckets cannot be added');
  }
  if (base.zeroThreshold !== added.zeroThreshold) {
    throw new SeriesNotationError('histograms of different zero buckets cannot be added');
  }
}

function bucketsOf(runs: readonly BucketRun[]): Buckets {
  const buckets = new Map<number, number>();
  for (const { start, counts } of runs) {
    for (const [i, count] of counts.entries()) if (count !== 0) buckets.set(start + i, count);
  }
  return buckets;
}

function runsOf(buckets: Buckets): BucketRun[] {
  const runs: { start: number; counts: number[] }[] = [];
  for (const [index, count] of [...buckets].sort(([a], [b]) => a - b)) {
    const last = runs.at(-1);
    if (last && last.start + last.counts.length === index) last.counts.push(count);
    else runs.push({ start: index, counts: [count] });
  }
  return runs.map(({ start, counts }) => ({ start, counts: Float64Array.from(counts) }));
}

function commonHint(base: CounterResetHint, other: CounterResetHint): CounterResetHint {
  if (base === other) return base;
  return base === 'gauge' || other === 'gauge' ? 'gauge' : 'unknown';
}
