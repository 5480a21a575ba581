import type { NativeHistogram } from '@telltale/model';
import type { InstantVector, RangeSeries, StepSeries } from './value.ts';
import { vectorOf } from './value.ts';

/** A vector without its histograms; the same one when it has none. */
export function onlyNumbers(vector: InstantVector): InstantVector {
  if (!vector.series.some(({ histograms }) => histograms)) return vector;
  return vectorOf(vector.series.map(numbersOf));
}

/** A series without its histograms. */
export function numbersOf(series: StepSeries): StepSeries {
  const { histograms, ...numbers } = series;
  if (!histograms) return series;
  return { ...numbers, present: series.present.map((there, step) => (histograms[step] ? 0 : there)) };
}

/** A series without its numbers. */
export function histogramsOf(series: StepSeries): StepSeries {
  const { histograms = [], present } = series;
  return { ...series, present: present.map((there, step) => (histograms[step] ? there : 0)) };
}

/** The histograms of a range vector's series, and the windows cut from them. */
export interface HistogramSeries extends RangeSeries {
  readonly histograms: readonly NativeHistogram[];
}

/** The samples of a series by their kind, with the windows of each. */
export interface SampleKinds {
  readonly numbers: RangeSeries;
  readonly histograms: HistogramSeries;
}

/** Splits the samples of a series to numbers and histograms; windows are cut from both. */
export function splitSamples(series: RangeSeries): SampleKinds {
  const { histograms = [], ...rest } = series;
  const all = histograms.filter((histogram) => histogram !== undefined);
  if (all.length === rest.values.length)
    return { numbers: withoutSamples(rest), histograms: { ...rest, histograms: all } };
  const isNumber = Uint8Array.from(rest.values, (_, i) => (histograms[i] ? 0 : 1));
  const isHistogram = isNumber.map((number) => 1 - number);
  return {
    numbers: pick(rest, isNumber),
    histograms: {
      ...pick(rest, isHistogram),
      histograms: all,
    },
  };
}

function withoutSamples({ from, to, ...series }: RangeSeries): RangeSeries {
  const none = new Float64Array(0);
  return {
    ...series,
    timestamps: none,
    values: none,
    from: new Int32Array(from.length),
    to: new Int32Array(to.length),
  };
}

function pick(series: RangeSeries, wanted: Uint8Array): RangeSeries {
  const position = new Int32Array(wanted.length + 1);
  for (let i = 0; i < wanted.length; i++) position[i + 1] = position[i] + wanted[i];
  const isWanted = (_: number, i: number): boolean => wanted[i] === 1;
  return {
    ...series,
    timestamps: series.timestamps.filter(isWanted),
    values: series.values.filter(isWanted),
    from: series.from.map((at) => position[at]),
    to: series.to.map((at) => position[at]),
  };
}
