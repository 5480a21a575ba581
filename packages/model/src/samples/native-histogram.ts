/** Schema of a histogram whose bucket bounds are listed in `customValues`. */
export const CUSTOM_BUCKETS_SCHEMA = -53;

/**
 * What is known about a counter reset between a histogram and the one before it; `gauge` for one
 * that may go down.
 */
export type CounterResetHint = 'unknown' | 'reset' | 'not_reset' | 'gauge';

/**
 * Neighbouring buckets. The upper bound of the bucket `start + i` is `2 ** ((start + i) * 2 ** -schema)`,
 * or with custom buckets `customValues[start + i]` (+Inf after the last one).
 */
export interface BucketRun {
  readonly start: number;
  /** Observations of each bucket alone, not cumulative. */
  readonly counts: Float64Array;
}

/**
 * A native histogram: a sample that is a whole distribution. Counts are doubles, so that rates and
 * averages are histograms too. Nobody changes one after it was made.
 */
export interface NativeHistogram {
  /** -4 (coarse) to 8 (fine), or {@link CUSTOM_BUCKETS_SCHEMA}. */
  readonly schema: number;
  readonly count: number;
  readonly sum: number;
  /** Observations of at most this size are in the zero bucket; 0 with custom buckets. */
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  /** Ascending by `start`, neither touching nor overlapping nor empty. */
  readonly positive: readonly BucketRun[];
  /** By the size of the observations; empty with custom buckets. */
  readonly negative: readonly BucketRun[];
  /** Upper bounds of custom buckets, ascending, without +Inf; else empty. */
  readonly customValues: readonly number[];
  readonly counterReset: CounterResetHint;
}

/** Histograms beside a column of numbers: where one is set, the sample is the histogram. */
export type HistogramColumn = readonly (NativeHistogram | undefined)[];
