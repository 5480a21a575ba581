import { rm } from 'node:fs/promises';
import { TelltaleError } from '@telltale/model';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { createFolder, messageOf } from '../folder/data-folder.ts';
import { SegmentFile } from '../intake-log/segment-file.ts';
import type { StoreNotice } from '../notice.ts';
import { segmentAt } from '../wal/segment.ts';
import { recoverSpool } from './recover-spool.ts';
import type { FinishedSegment, RecoveredSpool } from './recover-spool.ts';
import { readPiece, spooledBytes, writeBatch, writeRelease } from './spool-segment.ts';
import type { SpoolPosition, SpooledBatch } from './spool-segment.ts';

const MEBIBYTE = 1024 * 1024;
const DEFAULT_MAX_BYTES = 1024 * MEBIBYTE;
const MAX_SEGMENT_BYTES = 8 * MEBIBYTE;
/** Beyond the bound one file is dropped at a time: a small part of all. */
const MIN_SEGMENTS = 16;
const SYNC_INTERVAL_MS = 1000;
const RELEASE_BYTES = 32;

/** What {@link openSpool} takes. */
export interface SpoolOptions {
  /** Has the spool's files and nothing else; created when missing. Used by one process at a time. */
  readonly folder: string;
  /** The most that the files may take; beyond, the oldest batches are dropped. Default: 1 GiB. */
  readonly maxBytes?: number;
  readonly now: () => number;
  readonly onNotice?: (notice: StoreNotice) => void;
  /** Batches with so many items were dropped: there was no room for them, or the disk had lost them. */
  readonly onDropped?: (items: number) => void;
}

/** The oldest batches that wait. */
export interface SpoolHead {
  /** One at least. */
  readonly batches: readonly SpooledBatch[];
  /** Of the first of them. */
  readonly firstNumber: number;
  readonly next: SpoolPosition;
}

/** Figures of a spool. */
export interface SpoolStats {
  /** In batches that wait. */
  readonly items: number;
  /** Of all files. */
  readonly bytes: number;
}

/**
 * Opens the spool in a folder with what an earlier process left.
 *
 * @throws TelltaleError TT_DATA_FOLDER when the folder cannot be written.
 */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { folder, onNotice = () => {} } = options;
  try {
    createFolder(folder);
    const recovered = recoverSpool(folder, ({ path }, lostBytes) => {
      const message = `The last ${lostBytes} bytes of ${path} were torn or damaged and were cut off.`;
      onNotice({ kind: 'log-cut', message });
    });
    const file = await SegmentFile.create(segmentAt(folder, recovered.next));
    if (recovered.position) await file.append(releaseFrame(recovered.released));
    return new Spool(options, recovered, file);
  } catch (cause) {
    throw folderError(folder, cause);
  }
}

/**
 * A queue on disk of what waits to be sent elsewhere. What was appended is still there after the death of the
 * process; what was released is not given again, but for the last moment before such a death. One reader.
 */
export class Spool {
  readonly #options: SpoolOptions;
  readonly #maxBytes: number;
  readonly #timer: NodeJS.Timeout;
  #finished: readonly FinishedSegment[];
  #file: SegmentFile;
  /** In batches of the file that is written to and were not released. */
  #fileItems = 0;
  /** Of the first batch that was not released. */
  #position: SpoolPosition;
  /** Of the next batch. */
  #next: number;
  /** Work on the files is done one piece after the other. */
  #lastWork: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  /** Use {@link openSpool}. */
  constructor(options: SpoolOptions, recovered: RecoveredSpool, file: SegmentFile) {
    this.#options = options;
    this.#maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
    this.#finished = recovered.segments;
    this.#file = file;
    this.#next = recovered.next;
    this.#position = recovered.position ?? { segment: file.segment, offset: 0, number: recovered.next };
    this.#timer = setInterval(() => void this.#file.sync().catch(() => {}), SYNC_INTERVAL_MS);
    this.#timer.unref();
  }

  get stats(): SpoolStats {
    const items = this.#finished.reduce((sum, segment) => sum + segment.items, this.#fileItems);
    return { items, bytes: this.#totalBytes };
  }

  /**
   * Takes a batch; resolves when it survives the death of the process. Where there is no room, the oldest batches go;
   * a batch that is larger than the spool goes itself.
   *
   * @throws TelltaleError TT_DATA_FOLDER when the disk refuses it; it was not taken then.
   */
  append(bytes: Uint8Array, items: number): Promise<void> {
    return this.#inTurn(async () => {
      const batch = { bytes, items, timeMs: this.#options.now() };
      const size = spooledBytes(batch);
      if (size > this.#maxBytes) return this.#options.onDropped?.(items);
      await this.#makeRoom(size);
      const frames = new ByteWriter(size);
      writeBatch(frames, batch);
      await this.#file.append(frames.bytes.subarray(0, frames.length));
      this.#next++;
      this.#fileItems += items;
    });
  }

  /**
   * The oldest batches, so many bytes of them at most or one that is larger; nothing where none waits. They stay until
   * they are released.
   */
  head(maxBytes: number): Promise<SpoolHead | undefined> {
    return this.#inTurn(async () => {
      while (this.#position.number < this.#next) {
        const position = this.#position;
        const { batches, next } = await readPiece(position, this.#endOffset(), maxBytes);
        if (batches.length > 0) return { batches, firstNumber: position.number, next };
        // Nothing but marks, or nothing that can be read.
        if (next.offset > position.offset) this.#position = next;
        else await this.#leaveFile();
      }
      return undefined;
    });
  }

  /** They are where they belong. Does nothing for batches that were dropped meanwhile. */
  release({ batches, firstNumber, next }: SpoolHead): Promise<void> {
    return this.#inTurn(async () => {
      if (firstNumber !== this.#position.number) return;
      const items = batches.reduce((sum, batch) => sum + batch.items, 0);
      const [first, ...others] = this.#finished;
      if (first?.segment.number === next.segment.number) {
        this.#finished = [{ ...first, items: first.items - items }, ...others];
      } else this.#fileItems -= items;
      this.#position = next;
      await this.#file.append(releaseFrame(next.number - 1));
      if (first && next.number > first.lastNumber) await this.#leaveFile();
    });
  }

  /** Makes everything durable against the loss of power, and ends. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#lastWork.catch(() => {});
    await this.#file.sync().catch(() => {});
    await this.#file.close();
  }

  get #totalBytes(): number {
    return this.#finished.reduce((sum, { bytes }) => sum + bytes, this.#file.bytes);
  }

  /** Up to which byte of its file the position can be read. */
  #endOffset(): number {
    const [first] = this.#finished;
    return first?.segment.number === this.#position.segment.number ? first.bytes : this.#file.bytes;
  }

  async #makeRoom(bytes: number): Promise<void> {
    const maxSegmentBytes = Math.min(MAX_SEGMENT_BYTES, this.#maxBytes / MIN_SEGMENTS);
    if (this.#file.bytes >= maxSegmentBytes) await this.#rotate();
    while (this.#totalBytes + bytes > this.#maxBytes) {
      if (this.#finished.length === 0) await this.#rotate();
      if (this.#finished.length === 0) return;
      await this.#leaveFile();
    }
  }

  /** Starts a new file, unless there is no batch in the old one, whose name it would have. */
  async #rotate(): Promise<void> {
    const former = this.#file;
    if (this.#next === former.segment.number) return;
    await former.sync();
    this.#file = await SegmentFile.create(segmentAt(this.#options.folder, this.#next));
    const { segment, bytes } = former;
    const finished = { segment, lastNumber: this.#next - 1, bytes, items: this.#fileItems };
    this.#fileItems = 0;
    this.#finished = [...this.#finished, finished];
    await former.close();
    // The marks of the old one go with it.
    await this.#file.append(releaseFrame(this.#position.number - 1));
    if (this.#position.number === this.#next) await this.#leaveFile();
  }

  /** Goes to the next file and deletes this one, with what was not released in it. */
  async #leaveFile(): Promise<void> {
    const [first, second] = this.#finished;
    if (!first) {
      // Only the disk can have lost what was in the file that is written to.
      this.#drop(this.#fileItems);
      this.#fileItems = 0;
      this.#position = { segment: this.#file.segment, offset: this.#file.bytes, number: this.#next };
      return;
    }
    this.#drop(first.items);
    this.#finished = this.#finished.slice(1);
    const { segment } = second ?? this.#file;
    this.#position = { segment, offset: 0, number: segment.number };
    await rm(first.segment.path, { force: true });
  }

  #drop(items: number): void {
    if (items > 0) this.#options.onDropped?.(items);
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const { folder } = this.#options;
    if (this.#isClosed) return Promise.reject(folderError(folder, 'the spool is closed'));
    const result = this.#lastWork.then(work).catch((error: unknown) => {
      throw folderError(folder, error);
    });
    this.#lastWork = result.catch(() => {});
    return result;
  }
}

function releaseFrame(number: number): Uint8Array {
  const frames = new ByteWriter(RELEASE_BYTES);
  writeRelease(frames, number);
  return frames.bytes.subarray(0, frames.length);
}

function folderError(folder: string, cause: unknown): TelltaleError {
  return new TelltaleError('TT_DATA_FOLDER', `Cannot write to ${folder}: ${messageOf(cause)}`, { cause });
}
