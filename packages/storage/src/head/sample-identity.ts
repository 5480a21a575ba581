import { bitsOf } from '@telltale/model';
import type { HistogramColumn, NativeHistogram } from '@telltale/model';

/** One sample in a column, wherever that is. */
export interface SamplePlace {
  readonly values: Float64Array;
  readonly histograms: HistogramColumn | undefined;
  readonly index: number;
}

/** Whether two samples are the same to the last bit. */
export function areSameSample(a: SamplePlace, b: SamplePlace): boolean {
  const histogram = a.histograms?.[a.index];
  const other = b.histograms?.[b.index];
  if (histogram !== undefined && other !== undefined) return areSameHistogram(histogram, other);
  if (histogram !== other) return false;
  return haveSameBits(a.values.subarray(a.index, a.index + 1), b.values.subarray(b.index, b.index + 1));
}

function areSameHistogram(a: NativeHistogram, b: NativeHistogram): boolean {
  return a.counterReset === b.counterReset && haveSameBits(numbersOf(a), numbersOf(b));
}

/** All numbers of a histogram; lengths and starts stand before what they are of, so that nothing is ambiguous. */
function numbersOf(histogram: NativeHistogram): Float64Array {
  const { schema, count, sum, zeroThreshold, zeroCount, customValues, positive, negative } = histogram;
  const runs = [positive, negative].flatMap((side) => [
    side.length,
    ...side.flatMap(({ start, counts }) => [start, counts.length, ...counts]),
  ]);
  return Float64Array.from([
    schema,
    count,
    sum,
    zeroThreshold,
    zeroCount,
    customValues.length,
    ...customValues,
    ...runs,
  ]);
}

function haveSameBits(a: Float64Array, b: Float64Array): boolean {
  const bits = bitsOf(b);
  return a.length === b.length && bitsOf(a).every((word, i) => word === bits[i]);
}
