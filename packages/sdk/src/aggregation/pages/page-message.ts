import type { Exemplar } from '../../metrics/view/exemplar.ts';
import type { MetricHead } from './metric-head.ts';

/** Version of the format; pages of another one are refused. */
export const PAGES_VERSION = 1;
export const PAGES_MAGIC = 0x50545454;

/** Longest message or file that is read, in bytes. */
export const MAX_PAGES_BYTES = 128 * 1024 * 1024;

/** Bits that tell which parts of a page follow. */
export const PART = { rows: 1, allValues: 2, someValues: 4, cells: 8, exemplars: 16 } as const;

/** What happened to the metrics of a process since an earlier message, or all of them. */
export interface PagesMessage {
  readonly sequence: number;
  /** Sequence of the message that this one continues; 0 where it holds everything. */
  readonly base: number;
  /** What the writer says of itself. */
  readonly note: string;
  readonly metrics: readonly MetricUpdate[];
  /** Numbers of metrics that are no more. */
  readonly goneMetrics: readonly number[];
}

/** What happened to one metric. */
export interface MetricUpdate {
  /** Number of the metric among those of its writer. */
  readonly id: number;
  /** Present when the metric is new. */
  readonly head: MetricHead | undefined;
  readonly pages: readonly PageUpdate[];
  readonly gonePages: readonly number[];
}

/** What happened to one page. */
export interface PageUpdate {
  readonly id: number;
  /** Present when a row was added, removed, hidden or shown. */
  readonly rows: RowTexts | undefined;
  /** All floats of the rows, or */
  readonly allValues: Float64Array | undefined;
  /** the changed ones with their places. */
  readonly someValues: SomeValues | undefined;
  readonly cells: readonly RowCell[];
  readonly exemplars: readonly RowExemplars[];
}

/** The rows of a page. */
export interface RowTexts {
  readonly capacity: number;
  readonly rowCount: number;
  readonly live: Uint8Array;
  /** Label values, row by row; empty for rows that are not live. */
  readonly texts: readonly string[];
}

/** Changed floats of a page and where they are. */
export interface SomeValues {
  readonly places: readonly number[];
  readonly values: Float64Array;
}

/** Native buckets or a sketch, as its floats. */
export interface RowCell {
  readonly row: number;
  readonly floats: Float64Array;
}

/** Exemplars of a row, by index of the bucket. */
export interface RowExemplars {
  readonly row: number;
  readonly exemplars: readonly (Exemplar | undefined)[];
}
