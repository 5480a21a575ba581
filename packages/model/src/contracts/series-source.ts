import type { LabelSet } from '../labels/label-set.ts';
import type { CompiledMatcher } from '../labels/matcher.ts';
import type { HistogramColumn } from '../samples/native-histogram.ts';

/**
 * One series as two columns of equal length. Timestamps are milliseconds, strictly ascending;
 * series of one scrape group may share one timestamp array (compare by identity to reuse work).
 * Staleness markers are in the values as bit patterns: see `isStaleAt`. Readers must not write.
 */
export interface SeriesColumns {
  readonly labels: LabelSet;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
  /** Set when any sample is a native histogram; as long as `values`, which hold 0 in its place. */
  readonly histograms?: HistogramColumn;
}

/** Which samples are wanted. */
export interface SelectRequest {
  /** All must match. An empty list selects every series. */
  readonly matchers: readonly CompiledMatcher[];
  /** First and last timestamp wanted, both inclusive. */
  readonly startMs: number;
  readonly endMs: number;
  /**
   * What is done with the samples. For `times` a source may leave the values out: they may be any
   * numbers then, but staleness markers are where they belong. Default: `values`.
   */
  readonly needs?: 'values' | 'times';
  /**
   * Told how many series match, before anything is read of them; throws when they are too many, which
   * ends the selection with what it throws. A source need not call it.
   */
  readonly onSeries?: (series: number) => void;
  /**
   * Told while samples are loaded, each time of how many more; throws when they are too many, which
   * ends the selection with what it throws. A source that loads at once need not call it.
   */
  readonly onSamples?: (samples: number) => void;
}

/** Where an evaluation reads its samples from. */
export interface SeriesSource {
  /** The matching series that have at least one sample in the range; any order. */
  select(request: SelectRequest, signal?: AbortSignal): Promise<SeriesColumns[]>;
  /**
   * Gives an answer of `select` back: nobody reads its columns any more, nor views of them, so that a
   * source can use their memory for the next answer. Optional for callers and sources.
   */
  release?(series: readonly SeriesColumns[]): void;
  /** Label sets of the matching series that have samples in the range. */
  series(request: SelectRequest): Promise<LabelSet[]>;
  labelNames(request: SelectRequest): Promise<string[]>;
  labelValues(name: string, request: SelectRequest): Promise<string[]>;
}
