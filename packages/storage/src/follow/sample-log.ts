import type { LabelSet, SampleRow, SeriesId } from '@telltale/model';
import type { NumberedExemplar } from '../exemplars/exemplar-record.ts';
import type { LogPosition } from '../wal/log-position.ts';

/** Samples in the order in which they were taken, from one place of the log to another. */
export interface LogPiece {
  readonly rows: readonly SampleRow[];
  readonly samples: number;
  /** Where the next piece begins. */
  readonly next: LogPosition;
  /** Files that should have been there and were not, or whose rest is damaged. */
  readonly lostFiles: number;
}

/**
 * Everything the store takes, in the order in which it takes it and exactly once: for those who send it on. What is
 * given was made durable before. Files of the log are kept until {@link SampleLog.keepFrom} says otherwise.
 */
export interface SampleLog {
  /** Up to where everything is durable; grows about once a second. */
  readonly end: LogPosition;
  /** Bytes of the log between a place and its end. */
  bytesFrom(position: LogPosition): number;
  /**
   * Reads on from a place.
   *
   * @param maxSamples - a piece ends with the row that reaches it. Rows are not divided.
   */
  read(from: LogPosition, maxSamples: number): Promise<LogPiece>;
  /** Reads the piece that ended at `to` again. */
  readAgain(from: LogPosition, to: LogPosition): Promise<LogPiece>;
  /** Labels of a series in the log; nothing where it was forgotten with all its samples. */
  labelsOf(id: SeriesId): LabelSet | undefined;
  /** Nobody reads before this place any more. */
  keepFrom(position: LogPosition): void;
  /** Tells whenever the end has moved; returns what ends that. */
  onGrown(listener: () => void): () => void;
  /** The first exemplars after a number, as far as they are still kept. */
  exemplarsAfter(number: number, limit: number): readonly NumberedExemplar[];
  /** Of the newest exemplar; 0 where there was none. */
  readonly lastExemplarNumber: number;
}
