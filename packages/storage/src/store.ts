import type { MessagePort } from 'node:worker_threads';
import type {
  CompiledMatcher,
  ExemplarStore,
  Matcher,
  MetricAppender,
  SeriesSource,
  StateStore,
} from '@telltale/model';
import type { SampleLog } from './follow/sample-log.ts';
import type { RetentionLimits } from './retention/retention-limits.ts';
import type { MetadataStore } from './metadata/family-metadata.ts';

/** Figures of a store, for its own metrics and status page. */
export interface StoreStats {
  /** Series that have samples, or had some since the store was opened. */
  readonly series: number;
  /** Samples in memory that are not in blocks yet. */
  readonly headSamples: number;
  /** Since the store was opened. */
  readonly appendedSamples: number;
  /** Samples refused since the store was opened, for any reason; see `refusedSamples`. */
  readonly outOfOrderSamples: number;
  readonly refusedSamples: {
    /** Older than the newest of their series, and the clock, by more than the window; or than what is kept. */
    readonly tooOld: number;
    /** Of a time for which the series has another value. */
    readonly conflicting: number;
    /** More than ten minutes ahead of the clock. */
    readonly tooFarAhead: number;
    /** Native histograms that contradict themselves, or have more than 16,384 buckets. */
    readonly malformed: number;
  };
  /** Samples left out since the store was opened, because the series had the very same ones. */
  readonly duplicateSamples: number;
  readonly blocks: number;
  /** Samples in blocks. */
  readonly blockSamples: number;
  readonly exemplars: number;
  /** Memory held by blocks that were read lately. */
  readonly cacheBytes: number;
  readonly walBytes: number;
  /** All files of the data folder but those of snapshots. */
  readonly diskBytes: number;
  /** Log bytes that are not durable yet. */
  readonly pendingBytes: number;
  /** How long the last write and fsync of the log took. */
  readonly lastFlushMs: number;
}

/** The station's embedded store; see `openStore`. */
export interface Store {
  /** Writes and reads of samples. */
  readonly metrics: SeriesSource & MetricAppender;
  /** Time of the newest sample that it had when it was opened; absent where it had none. */
  readonly newestAtOpenMs: number | undefined;
  /** Journals and documents: durable when the promise of a change resolves. */
  readonly state: StateStore;
  /** Exemplars of the series: the newest are kept, and survive a crash as samples do. */
  readonly exemplars: ExemplarStore;
  /** Type, help and unit of metric families; survive a crash as samples do. */
  readonly metadata: MetadataStore;
  /** Everything that is taken, in its order, for those who send it on; only where `followsLog` was asked for. */
  readonly log: SampleLog;
  stats(): StoreStats;
  /** Keeps as much as this from now on; what is too much by it is deleted. */
  setRetention(limits: RetentionLimits): void;
  /**
   * Lets another thread read: it makes a source of the other end of the port with `createRemoteSource`.
   * This thread only finds where samples are and copies those that are in no block yet. Ends when the
   * port or the store is closed.
   *
   * @param compile - makes a matcher that can be asked; what it throws fails the read in the other thread.
   */
  serveReads(port: MessagePort, compile: (matcher: Matcher) => CompiledMatcher): void;
  /**
   * Copies the store as it is now to a folder of its own in `snapshots` of the data folder, while it
   * goes on; the copy can be opened as a store. Snapshots are never deleted here.
   *
   * @throws TelltaleError TT_DATA_FOLDER when the disk refuses.
   */
  snapshot(): Promise<{ readonly name: string; readonly path: string }>;
  /**
   * Copies the store as it is now to an empty folder, on the same disk where that is possible, while it goes on; the
   * copy can be opened as a store.
   *
   * @throws TelltaleError TT_DATA_FOLDER when the disk refuses.
   */
  copyTo(folder: string): Promise<void>;
  /**
   * Resolves when everything appended so far is durable.
   *
   * @throws TelltaleError TT_DATA_FOLDER when the disk refuses.
   */
  flush(): Promise<void>;
  /** Makes everything durable and lets go of the data folder. Calling it again is harmless. */
  close(): Promise<void>;
}
