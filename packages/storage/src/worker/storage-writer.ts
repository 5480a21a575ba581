import type { SeriesRecord } from '../catalog/catalog.ts';
import { SeriesWriter, deleteSeriesRecords } from '../catalog/catalog.ts';
import { messageOf } from '../folder/data-folder.ts';
import type { SealedSlab } from '../head/sealed-slab.ts';
import { openForWriting } from '../sql/sql-driver.ts';
import type { SqlDriver } from '../sql/sql-driver.ts';
import { StateWriter } from '../state/state-writer.ts';
import type { StateChange } from '../state/state-change.ts';
import { LogWriter } from '../wal/log-writer.ts';
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
  readonly #log: LogWriter;
  readonly #blocks: BlockWriter;
  #frames: PendingFrames[] = [];
  #newSeries: SeriesRecord[] = [];
  #slabs: SealedSlab[] = [];
  #changes: PendingChange[] = [];
  #syncedBytes = 0;
  #appendedBytes = 0;
  #isFailing = false;

  constructor(options: WriterOptions, report: (report: WriterReport) => void) {
    this.#report = report;
    this.#catalog = openForWriting(options.catalogPath);
    this.#seriesWriter = new SeriesWriter(this.#catalog);
    this.#stateWriter = new StateWriter(this.#catalog);
    this.#log = new LogWriter(options.logFolder, options.oldSegments);
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
      case 'checkpoint':
        this.#attempt(() => {
          this.#writeSeries();
          this.#log.deleteBefore(message.oldestBatch);
        });
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
      this.#perform(request);
      this.#report({ kind: 'done', id, value: 0 });
    } catch (error) {
      this.#report({ kind: 'failed', id, message: messageOf(error) });
    }
  }

  #perform(request: Exclude<WriterRequest, { kind: 'state' }>): void {
    switch (request.kind) {
      case 'flush':
        this.#sync();
        break;
      case 'dropDays':
        this.#blocks.dropDays(request.days);
        break;
      case 'dropSeries':
        deleteSeriesRecords(this.#catalog, request.ids);
        break;
      case 'close':
        this.applyChanges();
        this.#close();
        break;
    }
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
    this.#report({
      kind: 'synced',
      syncedBytes: this.#syncedBytes,
      walBytes: this.#log.totalBytes,
      durationMs: performance.now() - startedMs,
    });
  }

  #writeSeries(): void {
    if (this.#newSeries.length === 0) return;
    this.#seriesWriter.add(this.#newSeries);
    this.#newSeries = [];
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
