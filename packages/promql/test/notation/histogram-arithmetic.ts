import type { BucketRun, CounterResetHint, NativeHistogram } from '@telltale/model';
import { CUSTOM_BUCKETS_SCHEMA } from '@telltale/model';

/** The count of each bucket that is not empty, by its index. */
type Buckets = ReadonlyMap<number, number>;

/** The sum of two histograms, with the buckets of the first. */
export function addHistograms(base: NativeHistogram, added: NativeHistogram): NativeHistogram {
  return combine(base, added, 1);
}

/** The first histogram without the second, with the buckets of the first. */
export function subtractHistograms(base: NativeHistogram, taken: NativeHistogram): NativeHistogram {
  return combine(base, taken, -1);
}

/** The buckets that are not empty. */
export function bucketsOf(runs: readonly BucketRun[]): Buckets {
  const buckets = new Map<number, number>();
  for (const { start, counts } of runs) {
    for (const [i, count] of counts.entries()) if (count !== 0) buckets.set(start + i, count);
  }
  return buckets;
}

/** Buckets as runs of neighbours. */
export function runsOf(buckets: Buckets): BucketRun[] {
  const runs: { start: number; counts: number[] }[] = [];
  for (const [index, count] of [...buckets].sort(([a], [b]) => a - b)) {
    const last = runs.at(-1);
    if (last && last.start + last.counts.length === index) last.counts.push(count);
    else runs.push({ start: index, counts: [count] });
  }
  return runs.map(({ start, counts }) => ({ start, counts: Float64Array.from(counts) }));
}

function combine(base: NativeHistogram, other: NativeHistogram, factor: 1 | -1): NativeHistogram {
  const isCustom = base.schema === CUSTOM_BUCKETS_SCHEMA;
  if (isCustom !== (other.schema === CUSTOM_BUCKETS_SCHEMA) || base.schema > other.schema)
    throw new Error(`a histogram of schema ${other.schema} cannot go into one of schema ${base.schema}`);
  if (isCustom && base.customValues.join() !== other.customValues.join())
    throw new Error('histograms of different custom buckets cannot be combined in a script');
  const zeroThreshold = Math.max(base.zeroThreshold, other.zeroThreshold);
  const left = withThreshold(base, base.schema, zeroThreshold);
  const right = withThreshold(other, base.schema, zeroThreshold);
  return {
    ...base,
    count: base.count + factor * other.count,
    sum: base.sum + factor * other.sum,
    zeroThreshold,
    zeroCount: left.zeroCount + factor * right.zeroCount,
    positive: runsOf(merge(left.positive, right.positive, factor)),
    negative: runsOf(merge(left.negative, right.negative, factor)),
    counterReset: commonHint(base.counterReset, other.counterReset),
  };
}

function merge(base: Buckets, other: Buckets, factor: number): Buckets {
  const merged = new Map(base);
  for (const [index, count] of other) merged.set(index, (merged.get(index) ?? 0) + factor * count);
  return merged;
}

interface Spread {
  readonly zeroCount: number;
  readonly positive: Buckets;
  readonly negative: Buckets;
}

/** The buckets in a coarser schema; those below the threshold are in the zero bucket. */
function withThreshold(histogram: NativeHistogram, schema: number, zeroThreshold: number): Spread {
  let { zeroCount } = histogram;
  const spread = (runs: readonly BucketRun[]): Buckets => {
    const buckets = new Map<number, number>();
    for (const [index, count] of bucketsOf(runs)) {
      const coarse = schema < histogram.schema ? Math.ceil(index / 2 ** (histogram.schema - schema)) : index;
      const isInZeroBucket = zeroThreshold > 0 && 2 ** ((coarse - 1) * 2 ** -schema) < zeroThreshold;
      if (isInZeroBucket) zeroCount += count;
      else buckets.set(coarse, (buckets.get(coarse) ?? 0) + count);
    }
    return buckets;
  };
  const positive = spread(histogram.positive);
  const negative = spread(histogram.negative);
  return { zeroCount, positive, negative };
}

function commonHint(base: CounterResetHint, other: CounterResetHint): CounterResetHint {
  if (base === other) return base;
  return base === 'gauge' || other === 'gauge' ? 'gauge' : 'unknown';
}
