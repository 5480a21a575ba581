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

/**
 * Series whose samples are read one series after the other. Each iteration reads them anew, in the same
 * order; the memory of a series' values holds those of the next one when that is read. Times and histograms
 * stay. Only series with the same values have the same array of values.
 */
export interface SeriesScan extends Iterable<SeriesColumns> {
  /** How many series there are. */
  readonly size: number;
  /** How many samples the series have together; those that were stored twice may count twice. */
  readonly samples: number;
  /** About how much memory is held as long as the scan is. */
  readonly heldBytes: number;
}

/** Where an evaluation reads its samples from. */
export interface SeriesSource {
  /** The matching series that have at least one sample in the range; any order. */
  select(request: SelectRequest, signal?: AbortSignal): Promise<SeriesColumns[]>;
  /**
   * The same series, each decoded only when its turn comes: what is folded while it is read needs no
   * memory for all samples. For sources that have them at hand anyway it is of no use.
   */
  scan?(request: SelectRequest, signal?: AbortSignal): Promise<SeriesScan>;
  /** Label sets of the matching series that have samples in the range. */
  series(request: SelectRequest): Promise<LabelSet[]>;
  labelNames(request: SelectRequest): Promise<string[]>;
  labelValues(name: string, request: SelectRequest): Promise<string[]>;
}
