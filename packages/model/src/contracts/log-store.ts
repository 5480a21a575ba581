import type { LogFilter } from '../logs/log-filter.ts';
import type { LogRecord } from '../logs/log-record.ts';
import type { SeverityName } from '../logs/severity.ts';

/** A record as a store has it. */
export interface StoredLogRecord extends LogRecord {
  /** Names the record in its store for as long as it is kept. */
  readonly id: string;
}

/** Which records of which time. */
export interface LogSelection {
  /** From this moment on, in milliseconds since the epoch. */
  readonly startMs: number;
  /** Up to this moment, which is not part of it. */
  readonly endMs: number;
  /** Default: all. */
  readonly filter?: LogFilter;
}

/** What {@link LogStore.search} takes. */
export interface LogSearch extends LogSelection {
  /** The most records of an answer. */
  readonly limit: number;
  /** Which come first. Default: the newest. */
  readonly order?: 'newest' | 'oldest';
  /** Goes on after this record of an earlier answer with the same order. */
  readonly after?: string;
}

/** What {@link LogStore.search} gives. */
export interface LogPage {
  /** In the order that was asked for; records of the same time in that of their arrival, or against it. */
  readonly records: readonly StoredLogRecord[];
  /** Whether there are more; the next page comes after the last record. */
  readonly hasMore: boolean;
}

/** How many records began in a step, by severity; those of no severity as `unknown`. */
export interface LogCount {
  /** Begin of the step, a multiple of its length. */
  readonly timeMs: number;
  readonly counts: Readonly<Partial<Record<SeverityName | 'unknown', number>>>;
}

/** A field of the records, with its most frequent values. */
export interface LogField {
  readonly field: string;
  /** Records that have it. */
  readonly count: number;
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

/** Records around another one, the oldest first. */
export interface LogContext {
  readonly before: readonly StoredLogRecord[];
  readonly record: StoredLogRecord;
  readonly after: readonly StoredLogRecord[];
}

/** Figures of a log store. */
export interface LogStoreStats {
  /** Records that are kept. */
  readonly records: number;
  readonly bytes: number;
  /** Of the oldest record that is kept; nothing in an empty store. */
  readonly oldestMs?: number;
}

/**
 * Keeps log records and finds them. Each method that reads ends early with the reason of its signal.
 */
export interface LogStore {
  /**
   * Takes records; resolves when they survive the death of the process. Rejects with `TT_OVERLOADED` when more
   * waits to be written than the store holds, with `TT_DATA_FOLDER` when the disk takes nothing: nothing of the batch was
   * taken then, and it may be sent again.
   */
  append(records: readonly LogRecord[]): Promise<void>;
  /** Rejects with `TT_LOG_PAGE` when `after` is no record. */
  search(search: LogSearch, signal?: AbortSignal): Promise<LogPage>;
  /** Counts in steps from the first to the last that has records; steps without any are left out. */
  counts(selection: LogSelection, stepMs: number, signal?: AbortSignal): Promise<LogCount[]>;
  /**
   * Fields of the newest records that match, of `limit` records at most; the most frequent fields first, each with
   * its ten most frequent values.
   */
  fields(selection: LogSelection, limit: number, signal?: AbortSignal): Promise<LogField[]>;
  /** What the same service logged before and after a record; nothing if the record is gone. */
  context(
    id: string,
    size: { readonly before: number; readonly after: number },
    signal?: AbortSignal,
  ): Promise<LogContext | undefined>;
  stats(): Promise<LogStoreStats>;
  close(): Promise<void>;
}
