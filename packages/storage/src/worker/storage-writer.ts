import type { SeriesRecord } from '../catalog/catalog.ts';
import { SeriesWriter, deleteSeriesRecords } from '../catalog/catalog.ts';
import { messageOf } from '../folder/data-folder.ts';
import { ExemplarTable } from '../exemplars/exemplar-table.ts';
import type { ExemplarRecord } from '../exemplars/exemplar-record.ts';
import { MAX_FAMILIES } from '../metadata/family-metadata.ts';
import type { MetadataRecord } from '../metadata/metadata-record.ts';
import { MetadataTable } from '../metadata/metadata-table.ts';
import { copyFinishedDay, writeSnapshot } from '../snapshot/snapshot-writer.ts';
import type { SnapshotRequest } from '../snapshot/snapshot-writer.ts';
import type { SealedSlab } from '../head/sealed-slab.ts';
import { openForWriting } from '../sql/sql-driver.ts';
import type { SqlDriver } from '../sql/sql-driver.ts';
import { StateWriter } from '../state/state-writer.ts';
import type { StateChange } from '../state/state-change.ts';
import { LogWriter } from '../wal/log-writer.ts';
import { UnsentSegments } from '../wal/unsent-segments.ts';
import { BlockWriter } from './block-writer.ts';
import type { WriterMessage, WriterOptions, WriterReport, WriterRequest } from './messages.ts';

interface PendingFrames {
  readonly batch: number;
  readonly frames: Uint8Array;
}

interface PendingChange {
  readonly id: number;
  readonly change: StateChange;
}

/**
 * The only code that writes to the data folder. Whatever fails for lack of space or permission is
 * kept and tried again at the next tick.
 */
export class StorageWriter {
  readonly #report: (report: WriterReport) => void;
  readonly #catalog: SqlDriver;
  readonly #seriesWriter: SeriesWriter;
  readonly #stateWriter: StateWriter;
  readonly #exemplarTable: ExemplarTable;
  readonly #metadataTable: MetadataTable;
  readonly #options: WriterOptions;
  readonly #log: LogWriter;
  readonly #unsent: UnsentSegments | undefined;
  readonly #blocks: BlockWriter;
  #frames: PendingFrames[] = [];
  #newSeries: SeriesRecord[] = [];
  #slabs: SealedSlab[] = [];
  #exemplars: ExemplarRecord[] = [];
  #metadata: MetadataRecord[] = [];
  #changes: PendingChange[] = [];
  #syncedBytes = 0;
  #appendedBytes = 0;
  #lastSyncMs = 0;
  #isFailing = false;

  constructor(options: WriterOptions, report: (report: WriterReport) => void) {
    this.#options = options;
    this.#report = report;
    this.#catalog = openForWriting(options.catalogPath);
    this.#seriesWriter = new SeriesWriter(this.#catalog);
    this.#stateWriter = new StateWriter(this.#catalog);
    this.#exemplarTable = new ExemplarTable(this.#catalog);
    this.#metadataTable = new MetadataTable(this.#catalog);
    const { logFolder, oldSegments, unsentFolder, maxBytes } = options;
    this.#unsent = unsentFolder === undefined ? undefined : new UnsentSegments(unsentFolder);
    this.#log = new LogWriter(logFolder, oldSegments, segmentBytes(maxBytes), this.#unsent);
    this.#blocks = new BlockWriter(options.folderPath, options.storeId);
  }

  handle(message: WriterMessage): void {
    switch (message.kind) {
      case 'frames':
        this.#frames.push({ batch: message.batch, frames: message.frames });
        this.#newSeries.push(...message.newSeries);
        this.#attempt(() => this.#writeFrames());
        break;
      case 'slab':
        this.#slabs.push(message.slab);
        break;
      case 'exemplars':
        this.#exemplars = [...this.#exemplars, ...message.records].slice(-this.#options.maxExemplars);
        break;
      case 'metadata':
        this.#metadata.push(...message.records);
        break;
      case 'checkpoint':
        this.#attempt(() => {
          this.#writeSeries();
          this.#log.deleteBefore(message.oldestBatch);
          this.#reportLog();
        });
        break;
      case 'sentBefore':
        this.#attempt(() => this.#unsent?.deleteBefore(message.segment));
        break;
      case 'request':
        this.#answer(message.id, message.request);
        break;
    }
  }

  /** What has to happen regularly: make the log durable, catalogue new series, write blocks. */
  tick(): void {
    this.#attempt(() => {
      this.#sync();
      this.#writeSeries();
      this.#writeCompanions();
      this.#writeBlocks();
      this.#log.rotateIfDue();
      if (this.#isFailing) {
        this.#isFailing = false;
        this.#report({
          kind: 'notice',
          notice: { kind: 'write-recovered', message: 'Writing works again.' },
        });
      }
    });
  }

  /** Commits the journal and document changes that came in together. */
  applyChanges(): void {
    const changes = this.#changes;
    this.#changes = [];
    if (changes.length === 0) return;
    try {
      const sequences = this.#stateWriter.apply(changes.map(({ change }) => change));
      for (const [i, { id }] of changes.entries()) this.#report({ kind: 'done', id, value: sequences[i] });
    } catch (error) {
      for (const { id } of changes) this.#report({ kind: 'failed', id, message: messageOf(error) });
    }
  }

  #answer(id: number, request: WriterRequest): void {
    if (request.kind === 'state') {
      this.#changes.push({ id, change: request.change });
      return;
    }
    try {
      const value = this.#perform(request);
      this.#report({ kind: 'done', id, value });
    } catch (error) {
      this.#report({ kind: 'failed', id, message: messageOf(error) });
    }
  }

  #perform(request: Exclude<WriterRequest, { kind: 'state' }>): number {
    switch (request.kind) {
      case 'flush':
        this.#sync();
        this.#writeCompanions();
        break;
      case 'dropDays':
        this.#blocks.dropDays(request.days);
        break;
      case 'dropBlocks':
        this.#blocks.dropBlocks(request.dayMs, request.blockIds);
        break;
      case 'packBlocks':
        return this.#blocks.packBlocks(request.dayMs, request.afterId);
      case 'snapshot':
        this.#writeSnapshot(request.snapshot);
        break;
      case 'copyDay':
        copyFinishedDay(this.#options.folderPath, request.target, request.dayMs);
        break;
      case 'dropSeries':
        deleteSeriesRecords(this.#catalog, request.ids);
        break;
      case 'close':
        this.applyChanges();
        this.#close();
        break;
    }
    return 0;
  }

  #writeFrames(): void {
    while (this.#frames.length > 0) {
      const { batch, frames } = this.#frames[0];
      this.#log.append(batch, frames);
      this.#appendedBytes += frames.length;
      this.#frames.shift();
    }
  }

  #sync(): void {
    const startedMs = performance.now();
    this.#writeFrames();
    if (this.#syncedBytes === this.#appendedBytes) return;
    this.#log.sync();
    this.#syncedBytes = this.#appendedBytes;
    this.#lastSyncMs = performance.now() - startedMs;
    this.#reportLog();
  }

  #reportLog(): void {
    this.#report({
      kind: 'synced',
      syncedBytes: this.#syncedBytes,
      walBytes: this.#log.totalBytes,
      durationMs: this.#lastSyncMs,
      logEnd: this.#log.durableEnd,
    });
  }

  #writeSeries(): void {
    if (this.#newSeries.length === 0) return;
    this.#seriesWriter.add(this.#newSeries);
    this.#newSeries = [];
  }

  /** Exemplars and metadata; small, and so committed together. */
  #writeCompanions(): void {
    if (this.#exemplars.length === 0 && this.#metadata.length === 0) return;
    this.#catalog.transaction(() => {
      this.#exemplarTable.add(this.#exemplars, this.#options.maxExemplars);
      this.#metadataTable.put(this.#metadata, MAX_FAMILIES);
    });
    this.#exemplars = [];
    this.#metadata = [];
  }

  /** What came before is in the files that are copied: nothing else runs in this thread meanwhile. */
  #writeSnapshot(snapshot: SnapshotRequest): void {
    this.#sync();
    this.#writeSeries();
    this.#writeCompanions();
    this.applyChanges();
    this.#log.rotate();
    writeSnapshot(snapshot, {
      folderPath: this.#options.folderPath,
      catalog: this.#catalog,
      segments: this.#log.finishedSegments,
    });
  }

  /** Blocks only ever refer to series that are in the catalog: `#writeSeries` comes first. */
  #writeBlocks(): void {
    while (this.#slabs.length > 0) {
      const { dayMs } = this.#slabs[0];
      const ofDay = this.#slabs.filter((slab) => slab.dayMs === dayMs);
      const blocks = this.#blocks.commit(dayMs, ofDay);
      this.#slabs = this.#slabs.filter((slab) => slab.dayMs !== dayMs);
      this.#report({ kind: 'committed', blocks });
    }
  }

  /** Closes everything even where a part fails, and then throws the first failure. */
  #close(): void {
    const failures: unknown[] = [];
    const steps = [
      () => this.#sync(),
      () => this.#writeSeries(),
      () => this.#writeCompanions(),
      () => this.#writeBlocks(),
      () => this.#log.close(),
      () => this.#blocks.close(),
      () => this.#catalog.close(),
    ];
    for (const step of steps) {
      try {
        step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (this.#isFailing) return;
      this.#isFailing = true;
      const message = `Cannot write to the data folder: ${messageOf(error)}. The data stays in memory; trying again.`;
      this.#report({ kind: 'notice', notice: { kind: 'write-failed', message } });
    }
  }
}

/** Of a store that may have little space the log, too, has little files, which go sooner. */
function segmentBytes(maxBytes: number): number {
  return Math.min(8 * 1024 * 1024, Math.max(64 * 1024, maxBytes / 32));
}
