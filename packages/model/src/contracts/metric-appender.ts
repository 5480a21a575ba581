import type { LabelSet } from '../labels/label-set.ts';
import type { HistogramColumn } from '../samples/native-histogram.ts';

/** Identity of a label set within one open store. */
export type SeriesId = number;

/** Samples of one moment: series `ids[i]` has the value `values[i]` at `timestampMs`. */
export interface SampleRow {
  /** What was sampled together, for example one scrape target; rows of a group share timestamps. */
  readonly group: string;
  readonly timestampMs: number;
  readonly ids: readonly SeriesId[];
  /** May hold staleness markers, see `writeStaleAt`. */
  readonly values: Float64Array;
  /** Set when any sample is a native histogram; as long as `values`, which hold 0 in its place. */
  readonly histograms?: HistogramColumn;
}

/** What became of the samples of a row. */
export interface AppendResult {
  readonly accepted: number;
  /** Samples refused: too late, too far ahead, or of a time for which the series has another value. */
  readonly outOfOrder: number;
  /** Samples left out because the series has the very same one. */
  readonly duplicates: number;
}

/** Where scrapes, collectors and rules write their samples to. */
export interface MetricAppender {
  /**
   * Interns a label set: the same labels give the same id as long as the series has samples that
   * are kept.
   *
   * @throws TelltaleError `TT_SERIES_LIMIT` for a new label set when the store takes no more
   */
  intern(labels: LabelSet): SeriesId;
  append(row: SampleRow): AppendResult;
}
