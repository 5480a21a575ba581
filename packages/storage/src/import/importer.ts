import type { LabelSet, MetricMetadata } from '@telltale/model';

/** What {@link openImporter} takes. */
export interface ImportOptions {
  /** The data folder of a station that does not run; created when missing. */
  readonly folder: string;
  /** Samples older than this are left out and counted. Default: 15 days. */
  readonly retentionMs?: number;
  /** The time that the retention counts from. Default: now. */
  readonly nowMs?: number;
  /** How many series the store may have, as of `openStore`. Default: 500,000. */
  readonly maxSeries?: number;
  /** Samples held in memory before blocks are written; 16 to 32 bytes each. Default: 2 million, more for many series. */
  readonly maxBufferedSamples?: number;
}

/** A series that samples are imported into; means nothing to another importer. */
export interface ImportSeries {
  readonly id: number;
}

/** What became of the samples. */
export interface ImportReport {
  /** Samples that are in blocks now. */
  readonly stored: number;
  /** Samples that the store had already, with the same value. */
  readonly duplicates: number;
  /** Samples left out because the store has another value at their time. */
  readonly conflicts: number;
  /** Samples left out because they are older than the retention. */
  readonly tooOld: number;
  /** Samples left out because their time is no moment from 1970 to 9999. */
  readonly outOfRange: number;
  /** Series that were asked for. */
  readonly series: number;
  readonly newSeries: number;
  readonly blocks: number;
  /** Time of the oldest and newest sample stored; `undefined` when there is none. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  /** All files of the data folder. */
  readonly diskBytes: number;
}

/** Writes old samples into a data folder as blocks; see `openImporter`. */
export interface Importer {
  /** A series to give samples to; the same labels give the same series.
   *
   * @throws TelltaleError TT_SERIES_LIMIT for a new one when there are as many as may be.
   */
  series(labels: LabelSet): ImportSeries;
  /** Takes a sample; any order will do, ascending in time within a series is fastest. */
  add(series: ImportSeries, timestampMs: number, value: number): void;
  /** Takes what is known of a metric, by the name that queries use. */
  metadata(name: string, metadata: MetricMetadata): void;
  /**
   * Writes what is left, and lets go of the folder.
   *
   * @throws TelltaleError TT_DATA_FOLDER when the disk refuses.
   */
  finish(): ImportReport;
  /** Lets go of the folder; what was not written is lost. Harmless after `finish`. */
  close(): void;
}
