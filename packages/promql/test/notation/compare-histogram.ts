import type { BucketRun, NativeHistogram } from '@telltale/model';
import { CUSTOM_BUCKETS_SCHEMA } from '@telltale/model';
import { bucketsOf } from './histogram-arithmetic.ts';
import { almostEqual } from './number-equality.ts';

/** Where two histograms differ but for rounding and empty buckets; `undefined` if they do not. */
export function histogramDifference(
  wanted: NativeHistogram,
  got: NativeHistogram,
  checksReset: boolean,
): string | undefined {
  const differs =
    wanted.schema !== got.schema ||
    wanted.zeroThreshold !== got.zeroThreshold ||
    (['count', 'sum', 'zeroCount'] as const).some((field) => !almostEqual(wanted[field], got[field])) ||
    !sameBuckets(wanted.positive, got.positive) ||
    !sameBuckets(wanted.negative, got.negative) ||
    (wanted.schema === CUSTOM_BUCKETS_SCHEMA && !sameBounds(wanted.customValues, got.customValues)) ||
    (checksReset && wanted.counterReset !== got.counterReset);
  return differs ? `expected ${formatHistogram(wanted)}, got ${formatHistogram(got)}` : undefined;
}

/** A histogram as a script writes it, with one list of counts per run of buckets. */
export function formatHistogram(histogram: NativeHistogram): string {
  const { schema, count, sum, zeroThreshold, zeroCount, customValues, counterReset } = histogram;
  const sides = [
    ...histogram.positive.map(({ start, counts }) => `offset:${start} buckets:[${counts.join(' ')}]`),
    ...histogram.negative.map(({ start, counts }) => `n_offset:${start} n_buckets:[${counts.join(' ')}]`),
  ];
  const zero = `z_bucket:${zeroCount} z_bucket_w:${zeroThreshold}`;
  const custom = customValues.length > 0 ? [`custom_values:[${customValues.join(' ')}]`] : [];
  const parts = [`schema:${schema} count:${count} sum:${sum} ${zero}`, ...custom, ...sides];
  return `{{${parts.join(' ')} counter_reset_hint:${counterReset}}}`;
}

function sameBuckets(wanted: readonly BucketRun[], got: readonly BucketRun[]): boolean {
  const left = bucketsOf(wanted);
  const right = bucketsOf(got);
  return (
    left.size === right.size && [...left].every(([index, count]) => almostEqual(count, right.get(index) ?? 0))
  );
}

function sameBounds(wanted: readonly number[], got: readonly number[]): boolean {
  return wanted.length === got.length && wanted.every((bound, i) => bound === got[i]);
}
