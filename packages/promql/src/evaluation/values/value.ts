import type { HistogramColumn, LabelSet } from '@telltale/model';

/** One number per step; where `present` is 0 there is none, whatever `values` holds. */
export interface Column {
  readonly values: Float64Array;
  readonly present: Uint8Array;
  /**
   * Set when the column may hold native histograms: where `present` is 1 and a histogram is set, that
   * is the sample, and the number means nothing.
   */
  readonly histograms?: HistogramColumn;
}

/** One series of an instant vector, for all steps at once. */
export interface StepSeries extends Column {
  readonly labels: LabelSet;
  /**
   * Whether the metric name is to be left out of the result. It stays in `labels` until then, so
   * that `label_replace` and grouping can still see it.
   */
  readonly dropName: boolean;
}

/** The samples of one series that windows are cut from; no staleness markers among them. */
export interface RangeSeries {
  readonly labels: LabelSet;
  readonly dropName: boolean;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
  /** Set when any sample is a native histogram; as long as `values`. */
  readonly histograms?: HistogramColumn;
  /** So many values from the first are known to be numbers, and none to be below the one before. */
  readonly risesUntil?: number;
  /** Step `i` sees the samples from `from[i]` up to, not including, `to[i]`. */
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Series that may be looked at one by one only, and once; an array is such. */
export interface SeriesList extends Iterable<RangeSeries> {
  readonly length: number;
}

/** A range vector at all steps. */
export interface RangeVector {
  readonly type: 'matrix';
  readonly series: SeriesList;
  /** The end of the window of each step, in milliseconds; `offset` and `@` are counted in. */
  readonly endsMs: Float64Array;
  readonly rangeMs: number;
}

/** A range vector whose series are all there at once. */
export interface GatheredRange extends RangeVector {
  readonly series: readonly RangeSeries[];
}

/** Series with at most one value at each step. */
export interface InstantVector {
  readonly type: 'vector';
  readonly series: readonly StepSeries[];
}

/** A number without labels at every step. */
export interface ScalarValue {
  readonly type: 'scalar';
  /** One value per step. */
  readonly values: Float64Array;
}

/** A text, the same at every step. */
export interface StringValue {
  readonly type: 'string';
  readonly value: string;
}

/** What an expression evaluates to. */
export type Value = InstantVector | RangeVector | ScalarValue | StringValue;

/** An empty column of `count` steps. */
export function emptyColumn(count: number): Column {
  return { values: new Float64Array(count), present: new Uint8Array(count) };
}

/** A column that has a value at every step. */
export function fullColumn(values: Float64Array): Column {
  return { values, present: new Uint8Array(values.length).fill(1) };
}

/** Whether a column has a value at any step. */
export function hasAny(present: Uint8Array): boolean {
  return present.includes(1);
}

/** An instant vector of the series that have a value at any step. */
export function vectorOf(series: readonly StepSeries[]): InstantVector {
  return { type: 'vector', series: series.filter(({ present }) => hasAny(present)) };
}
