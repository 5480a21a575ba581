import type { MessagePort } from 'node:worker_threads';
import type {
  CancelTimer,
  Clock,
  CompiledMatcher,
  ExemplarStore,
  Matcher,
  MetricAppender,
  SeriesSource,
  StateStore,
} from '@telltale/model';
import { BlockCache } from './blocks/block-cache.ts';
import type { BlockLocation } from './blocks/block-cache.ts';
import { BlockFiles } from './blocks/block-files.ts';
import { BlockHistory } from './blocks/block-history.ts';
import { BlockIndex } from './blocks/block-index.ts';
import { dayFilePath, folderBytes } from './folder/data-folder.ts';
import { NEIGHBOURS } from './retention/neighbours.ts';
import { Companions } from './companions.ts';
import type { DataFolder } from './folder/data-folder.ts';
import { LogTail } from './follow/log-tail.ts';
import { Head } from './head/head.ts';
import { buffersOf } from './head/sealed-slab.ts';
import type { Slab } from './head/slab.ts';
import { LabelIndex } from './index/label-index.ts';
import { ClockWatch } from './ingest/clock-watch.ts';
import { MetricWriter } from './ingest/metric-writer.ts';
import type { MetadataStore } from './metadata/family-metadata.ts';
import type { StoreNotice } from './notice.ts';
import { ReadPlanner } from './read/read-planner.ts';
import { ReadServer } from './read/remote/read-server.ts';
import { SeriesReader } from './read/series-reader.ts';
import { recover } from './recovery/recover.ts';
import type { RetentionLimits } from './retention/retention-limits.ts';
import { Retention } from './retention/retention.ts';
import { copyStore, takeSnapshot } from './snapshot/take-snapshot.ts';
import type { StoreCopy } from './snapshot/take-snapshot.ts';
import { openForReading } from './sql/sql-driver.ts';
import type { SqlDriver } from './sql/sql-driver.ts';
import { createStateStore } from './state/state-store.ts';
import type { Store, StoreStats } from './store.ts';
import type { CommittedBlock } from './worker/messages.ts';
import { WriterThread } from './worker/writer-thread.ts';
import type { WriterEvent } from './worker/writer-thread.ts';

const DAY_MS = 86_400_000;
const MAINTENANCE_INTERVAL_MS = 60_000;
/** Rules read the head, and little of blocks; large reads have a cache of their own in their thread. */
const MAX_CACHE_BYTES = 16 * 1024 * 1024;
const RETENTION_INTERVAL_MS = 3_600_000;

export interface LocalStoreOptions {
  readonly folder: DataFolder;
  /** Held until the store is closed. */
  readonly lock: SqlDriver;
  /** The catalog, open for writing; handed over to the writer thread after recovery. */
  readonly catalog: SqlDriver;
  /** As the catalog has it. */
  readonly storeId: string;
  readonly retentionMs: number;
  readonly outOfOrderWindowMs: number;
  readonly retentionBytes: number;
  readonly maxSeries: number;
  readonly maxExemplars: number;
  readonly flushIntervalMs: number;
  readonly followsLog: boolean;
  readonly clock: Clock;
  readonly onNotice: (notice: StoreNotice) => void;
}

/** Wires head, log, blocks and state of one data folder together. */
export class LocalStore implements Store {
  readonly metrics: SeriesSource & MetricAppender;
  readonly newestAtOpenMs: number | undefined;
  readonly state: StateStore;
  readonly log: LogTail;
  readonly #options: LocalStoreOptions;
  readonly #labels = new LabelIndex();
  readonly #blocks = new BlockIndex();
  readonly #head: Head;
  readonly #files: BlockFiles;
  readonly #cache: BlockCache;
  readonly #planner: ReadPlanner;
  readonly #readServers = new Set<ReadServer>();
  readonly #writer: MetricWriter;
  readonly #thread: WriterThread;
  readonly #stateReader: SqlDriver;
  readonly #reportedDamage = new Set<string>();
  /** Series of slabs that the writer thread is working on. */
  readonly #sealedSeries = new Map<number, Uint32Array>();
  readonly #retention: Retention;
  readonly #companions: Companions;
  readonly #clockWatch: ClockWatch;
  #timers: CancelTimer[] = [];
  #synced: { readonly syncedBytes: number; readonly walBytes: number; readonly durationMs: number };
  #closing: Promise<void> | undefined;

  constructor(options: LocalStoreOptions) {
    const { folder, catalog, storeId, clock, onNotice } = options;
    this.#options = options;
    this.#files = new BlockFiles({ folderPath: folder.path, storeId, onNotice });
    this.#retention = this.#createRetention();
    this.#files.loadInto(this.#blocks);
    this.#cache = new BlockCache({
      maxBytes: MAX_CACHE_BYTES,
      load: (block) => this.#files.data(block.dayMs, block.id),
      onDamaged: (block) => this.#reportDamage(block),
    });
    const sealedInReplay: Slab[] = [];
    let onSealed = (slab: Slab): void => void sealedInReplay.push(slab);
    this.#head = new Head({
      nowMs: () => clock.now(),
      outOfOrderWindowMs: options.outOfOrderWindowMs,
      onSealed: (slab) => onSealed(slab),
    });
    const { nextId, nextBatch, oldSegments } = recover({
      catalog,
      logFolder: folder.logFolder,
      labels: this.#labels,
      head: this.#head,
      blocks: this.#blocks,
      history: new BlockHistory(this.#blocks, this.#cache),
      firstDayMs: this.#retention.firstDayMs(),
      onNotice,
    });
    this.#companions = new Companions({
      catalog,
      labels: this.#labels,
      hasSeries: (id) => this.#head.hasSeries(id),
      maxExemplars: options.maxExemplars,
      post: (task) => this.#thread.post(task),
    });
    catalog.close();
    this.#clockWatch = new ClockWatch(clock.now(), onNotice);
    const newestMs = Math.max(this.#blocks.newestMs(), this.#head.newestMs());
    this.newestAtOpenMs = newestMs > 0 ? newestMs : undefined;
    this.#clockWatch.observeNewest(newestMs);
    this.#synced = { syncedBytes: 0, walBytes: folderBytes(folder.logFolder), durationMs: 0 };
    this.log = this.#createLogTail();
    this.#thread = new WriterThread(
      {
        folderPath: folder.path,
        logFolder: folder.logFolder,
        ...(options.followsLog && { unsentFolder: folder.unsentFolder }),
        catalogPath: folder.catalogPath,
        storeId,
        flushIntervalMs: options.flushIntervalMs,
        oldSegments,
        maxExemplars: options.maxExemplars,
        maxBytes: options.retentionBytes,
      },
      (event) => this.#onEvent(event),
    );
    onSealed = (slab) => {
      // The log comes first: else a crash could leave a row in the block of one slab, but not of another.
      this.#writer.sendNow();
      this.#sendSlab(slab);
    };
    for (const slab of sealedInReplay) this.#sendSlab(slab);
    this.#writer = this.#createWriter(nextId, nextBatch);
    this.#stateReader = openForReading(folder.catalogPath);
    this.state = createStateStore(this.#stateReader, (change) =>
      this.#thread.request({ kind: 'state', change }),
    );
    this.#planner = new ReadPlanner({
      labels: this.#labels,
      head: this.#head,
      blocks: this.#blocks,
      cache: this.#cache,
    });
    this.metrics = createMetrics(this.#writer, new SeriesReader(this.#planner, this.#cache));
    this.#startTimers();
  }

  get exemplars(): ExemplarStore {
    return this.#companions.exemplars;
  }

  get metadata(): MetadataStore {
    return this.#companions.metadata;
  }

  stats(): StoreStats {
    const { accepted, duplicates, tooOld, conflicting, tooFarAhead, malformed } = this.#writer.counts;
    return {
      series: this.#labels.size,
      headSamples: this.#head.sampleCount(),
      appendedSamples: accepted,
      outOfOrderSamples: tooOld + conflicting + tooFarAhead + malformed,
      refusedSamples: { tooOld, conflicting, tooFarAhead, malformed },
      duplicateSamples: duplicates,
      blocks: this.#blocks.blockCount,
      blockSamples: this.#blocks.sampleCount,
      exemplars: this.#companions.exemplarCount,
      cacheBytes: this.#cache.heldBytes,
      walBytes: this.#synced.walBytes,
      diskBytes: folderBytes(this.#options.folder.path, NEIGHBOURS),
      pendingBytes: this.#writer.appendedBytes - this.#synced.syncedBytes,
      lastFlushMs: this.#synced.durationMs,
    };
  }

  serveReads(port: MessagePort, compile: (matcher: Matcher) => CompiledMatcher): void {
    const server = new ReadServer({
      port,
      planner: this.#planner,
      compile,
      onDamaged: (block) => this.#reportDamage(block),
      onClose: () => void this.#readServers.delete(server),
    });
    this.#readServers.add(server);
  }

  async flush(): Promise<void> {
    this.#sendNow();
    await this.#thread.request({ kind: 'flush' });
  }

  snapshot(): Promise<{ name: string; path: string }> {
    return takeSnapshot(this.#copy(), this.#options.clock.now());
  }

  copyTo(folder: string): Promise<void> {
    return copyStore(this.#copy(), folder);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  /** Of everything that was appended until now. */
  #copy(): StoreCopy {
    this.#sendNow();
    const { folder, clock, outOfOrderWindowMs } = this.#options;
    return {
      folderPath: folder.path,
      finishedBeforeMs: clock.now() - outOfOrderWindowMs - 2 * DAY_MS,
      copyChanging: (snapshot) => this.#thread.request({ kind: 'snapshot', snapshot }),
      copyDay: (target, dayMs) => this.#thread.request({ kind: 'copyDay', target, dayMs }),
    };
  }

  async #close(): Promise<void> {
    for (const cancel of this.#timers) cancel();
    for (const server of this.#readServers) server.close();
    this.#sendNow();
    this.#writer.close();
    try {
      await this.#thread.close();
    } finally {
      this.#files.close();
      this.#stateReader.close();
      this.#options.lock.close();
    }
  }

  setRetention(limits: RetentionLimits): void {
    void this.#retention.change(limits);
  }

  #startTimers(): void {
    void this.#labels.readStoredInTurns();
    void this.#retention.applyTime();
    this.#repeat(MAINTENANCE_INTERVAL_MS, () => {
      this.#head.sealOverdue();
      void this.#retention.applySize();
    });
    this.#repeat(RETENTION_INTERVAL_MS, () => {
      void this.#retention.applyTime().then(() => this.#retention.packFinishedDays());
    });
  }

  #createWriter(firstId: number, firstBatch: number): MetricWriter {
    return new MetricWriter({
      labels: this.#labels,
      head: this.#head,
      firstId,
      firstBatch,
      maxSeries: this.#options.maxSeries,
      nowMs: () => this.#now(),
      oldestMs: () => this.#retention.firstDayMs(),
      send: (batch) => this.#thread.post({ kind: 'frames', ...batch }, [batch.frames.buffer]),
    });
  }

  #createLogTail(): LogTail {
    const { logFolder, unsentFolder } = this.#options.folder;
    return new LogTail({
      folders: [logFolder, unsentFolder],
      labelsOf: (id) => this.#labels.find(id),
      exemplars: this.#companions.numberedExemplars,
      onSent: (segment) => this.#thread.post({ kind: 'sentBefore', segment }),
    });
  }

  #createRetention(): Retention {
    return new Retention({
      ...this.#options,
      folderPath: this.#options.folder.path,
      blocks: this.#blocks,
      forgetDay: (dayMs) => this.#forgetDay(dayMs),
      forgetBlocks: (dayMs, blocks) => {
        if (blocks.length > 0) this.#forgetWhatWasRead(dayMs);
        return this.#blocks.dropBlocks(dayMs, new Set(blocks.map(({ id }) => id)));
      },
      forgetSeries: (ids) => this.#forgetSeries(ids),
      hasSamples: (id) => this.#hasSamples(id),
      request: (request) => this.#thread.request(request),
    });
  }

  #sendNow(): void {
    this.#writer.sendNow();
    this.#companions.sendNow();
  }

  #now(): number {
    const nowMs = this.#options.clock.now();
    this.#clockWatch.observe(nowMs);
    return nowMs;
  }

  #sendSlab(slab: Slab): void {
    const packed = slab.pack();
    this.#sealedSeries.set(packed.slabId, packed.seriesIds.slice());
    this.#thread.post({ kind: 'slab', slab: packed }, buffersOf(packed));
  }

  #onEvent(event: WriterEvent): void {
    switch (event.kind) {
      case 'synced':
        this.#synced = event;
        this.log.moveEnd(event.logEnd);
        break;
      case 'committed':
        this.#takeBlocks(event.blocks);
        break;
      case 'notice':
        this.#options.onNotice(event.notice);
        break;
    }
  }

  /** Samples move from head to blocks in one step, so that a reader sees them exactly once. */
  #takeBlocks(blocks: readonly CommittedBlock[]): void {
    for (const { slabId, dayMs, entry } of blocks) {
      this.#blocks.add(dayMs, entry, this.#sealedSeries.get(slabId) ?? new Uint32Array());
      this.#sealedSeries.delete(slabId);
      this.#head.release(slabId);
    }
    const oldestBatch = this.#head.oldestBatch() ?? this.#writer.batch;
    this.#thread.post({ kind: 'checkpoint', oldestBatch });
    void this.#retention.applySize();
  }

  #hasSamples(seriesId: number): boolean {
    return this.#head.hasColumns(seriesId) || this.#blocks.placesOf(seriesId).length > 0;
  }

  #forgetSeries(ids: readonly number[]): void {
    this.#labels.remove(ids);
    this.#companions.forgetSeries(ids);
    for (const id of ids) this.#head.removeSeries(id);
    if (ids.length > 0) for (const server of this.#readServers) server.forgetLabels();
  }

  #forgetDay(dayMs: number): number[] {
    this.#forgetWhatWasRead(dayMs);
    this.#files.closeDay(dayMs);
    return this.#blocks.dropDay(dayMs);
  }

  /** Numbers of blocks that go can be given again, and other threads keep what they made of them. */
  #forgetWhatWasRead(dayMs: number): void {
    for (const server of this.#readServers) server.forgetDay(dayMs);
    this.#cache.dropDay(dayMs);
  }

  /** Once for each block, whoever finds it first. */
  #reportDamage({ dayMs, id }: BlockLocation): void {
    const path = dayFilePath(this.#options.folder.path, dayMs);
    const key = `${path} ${id}`;
    if (this.#reportedDamage.has(key)) return;
    this.#reportedDamage.add(key);
    this.#options.onNotice({
      kind: 'block-damaged',
      message: `Block ${id} of ${path} is damaged; its samples are missing from answers.`,
    });
  }

  #repeat(intervalMs: number, task: () => void): void {
    const slot = this.#timers.length;
    const schedule = (): void => {
      const startedMs = this.#now();
      this.#timers[slot] = this.#options.clock.after(intervalMs, () => {
        this.#clockWatch.observeTimer(startedMs, intervalMs, this.#now());
        task();
        schedule();
      });
    };
    schedule();
  }
}

/** One object with both contracts, as callers use it. */
function createMetrics(writer: MetricWriter, reader: SeriesReader): SeriesSource & MetricAppender {
  return {
    intern: (labels) => writer.intern(labels),
    append: (row) => writer.append(row),
    select: (request, signal) => reader.select(request, signal),
    scan: (request, signal) => reader.scan(request, signal),
    series: (request) => reader.series(request),
    labelNames: (request) => reader.labelNames(request),
    labelValues: (name, request) => reader.labelValues(name, request),
  };
}
