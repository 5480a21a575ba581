import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { createFolder, linkOrCopy, messageOf } from '../folder/data-folder.ts';
import type { StoreNotice } from '../notice.ts';
import { writeFrame } from '../wal/frame.ts';
import { segmentAt } from '../wal/segment.ts';
import { replaySegments } from './replay.ts';
import type { FinishedSegment, IntakeBatch } from './replay.ts';
import { SegmentFile } from './segment-file.ts';

const BATCH_FRAME = 1;
const MEBIBYTE = 1024 * 1024;
/** Batches that wait are written together, up to this size. */
const MAX_WRITE_BYTES = 4 * MEBIBYTE;
/** A file of this size goes as soon as all that is in it was released, full or not. */
const MIN_IDLE_BYTES = 256 * 1024;

/** What {@link openIntakeLog} takes. */
export interface IntakeLogOptions {
  /** Has the log's files and nothing else; created when missing. The caller has locked it for this process. */
  readonly folder: string;
  /** The next batch gets at least this number: one above all that the caller has in its files. Default: 1. */
  readonly firstNumber?: number;
  /** The most bytes of batches that were taken and not released. Default: 64 MiB. */
  readonly maxPendingBytes?: number;
  /** How often what was written is made durable against the loss of power. Default: 1000 ms. */
  readonly syncIntervalMs?: number;
  /** A file this large is finished. Default: 8 MiB. */
  readonly maxSegmentBytes?: number;
  readonly onNotice?: (notice: StoreNotice) => void;
}

interface WaitingBatch {
  readonly bytes: Uint8Array;
  readonly resolve: (number: number) => void;
  readonly reject: (error: TelltaleError) => void;
}

interface PendingBatch {
  readonly number: number;
  readonly bytes: number;
}

/**
 * Opens a log and gives all batches that are in it to `onBatch`, the oldest first; they count as taken and not
 * released. A torn or damaged end is cut off with a notice.
 *
 * @throws TelltaleError TT_DATA_FOLDER when the folder cannot be written.
 */
export async function openIntakeLog(
  options: IntakeLogOptions,
  onBatch: (batch: IntakeBatch) => void,
): Promise<IntakeLog> {
  const { folder, firstNumber = 1, onNotice = () => {} } = options;
  const pending: PendingBatch[] = [];
  try {
    createFolder(folder);
    const segments = replaySegments(folder, {
      onBatch: (batch) => {
        pending.push({ number: batch.number, bytes: batch.bytes.length });
        onBatch(batch);
      },
      onCut: (segment, lostBytes) => {
        const message = `The last ${lostBytes} bytes of ${segment.path} were torn or damaged and were cut off.`;
        onNotice({ kind: 'log-cut', message });
      },
    });
    const newest = segments.at(-1);
    const next = Math.max(firstNumber, newest?.segment.number ?? 1, (newest?.lastNumber ?? 0) + 1);
    const file = await SegmentFile.create(segmentAt(folder, next));
    const finished = segments.filter(({ segment }) => segment.number < next);
    return new IntakeLog(options, { file, finished, pending, next });
  } catch (cause) {
    throw folderError(folder, cause);
  }
}

interface IntakeLogState {
  readonly file: SegmentFile;
  readonly finished: readonly FinishedSegment[];
  readonly pending: readonly PendingBatch[];
  readonly next: number;
}

/**
 * A log of batches that are not yet where they belong: each is on disk when its `append` resolves, and stays there
 * until it is released. What one batch is, the caller knows. Works in any thread and blocks none.
 */
export class IntakeLog {
  readonly #options: IntakeLogOptions;
  readonly #frames = new ByteWriter(1 << 16);
  readonly #timer: NodeJS.Timeout;
  #file: SegmentFile;
  #finished: readonly FinishedSegment[];
  #pending: PendingBatch[];
  #pendingBytes: number;
  #next: number;
  #released: number;
  #waiting: WaitingBatch[] = [];
  #copies: (() => Promise<void>)[] = [];
  #writing: Promise<void> | undefined;
  #isFailing = false;
  #isClosed = false;

  /** Use {@link openIntakeLog}. */
  constructor(options: IntakeLogOptions, { file, finished, pending, next }: IntakeLogState) {
    this.#options = options;
    this.#file = file;
    this.#finished = finished;
    this.#pending = [...pending];
    this.#pendingBytes = pending.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#next = next;
    this.#released = (pending.at(0)?.number ?? next) - 1;
    this.#timer = setInterval(() => void this.#syncInTime(), options.syncIntervalMs ?? 1000);
    this.#timer.unref();
  }

  /** Bytes of batches that were taken and not released. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Bytes of all files. */
  get totalBytes(): number {
    return this.#finished.reduce((sum, { bytes }) => sum + bytes, this.#file.bytes);
  }

  /**
   * Takes a batch; resolves with its number when it survives the death of the process. Batches are in the log in the
   * order of the calls. `bytes` must not change until then.
   *
   * @throws TelltaleError TT_OVERLOADED when too many bytes are pending, TT_DATA_FOLDER when the disk refuses them.
   * Nothing was taken then.
   */
  append(bytes: Uint8Array): Promise<number> {
    const { folder, maxPendingBytes = 64 * MEBIBYTE } = this.#options;
    if (this.#isClosed) return Promise.reject(folderError(folder, 'the log is closed'));
    if (this.#pendingBytes > 0 && this.#pendingBytes + bytes.length > maxPendingBytes) {
      const message = `${this.#pendingBytes} bytes wait to be written to ${folder}, and ${maxPendingBytes} may: nothing was taken. Send it again a little later.`;
      return Promise.reject(new TelltaleError('TT_OVERLOADED', message));
    }
    this.#pendingBytes += bytes.length;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ bytes, resolve, reject });
      this.#writing ??= this.#writeWaiting();
    });
  }

  /** Everything up to this batch is kept elsewhere; files that have nothing else are deleted. */
  async release(number: number): Promise<void> {
    if (number <= this.#released) return;
    this.#released = number;
    const kept = this.#pending.findIndex((batch) => batch.number > number);
    const gone = this.#pending.splice(0, kept === -1 ? this.#pending.length : kept);
    for (const { bytes } of gone) this.#pendingBytes -= bytes;
    await this.#deleteReleased();
    if (this.#isReleased && this.#file.bytes >= MIN_IDLE_BYTES) this.#writing ??= this.#rotateIdle();
  }

  /** Makes everything appended durable against the loss of power. */
  sync(): Promise<void> {
    return this.#file.sync();
  }

  /**
   * Puts the files of all batches that were appended and not released into an empty folder; what is appended later is
   * not in them. They are the log's own files under a second name, and no longer written to.
   */
  copyTo(folder: string): Promise<void> {
    if (this.#isClosed) return Promise.reject(folderError(this.#options.folder, 'the log is closed'));
    return new Promise((resolve, reject) => {
      this.#copies.push(() => this.#copyTo(folder).then(resolve, reject));
      this.#writing ??= this.#writeWaiting();
    });
  }

  /** Waits for what was appended, makes it durable and leaves nothing behind that was released. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#writing;
    try {
      if (this.#isReleased && this.#file.bytes > 0) await this.#rotate();
      await this.#deleteReleased();
      await this.#file.sync();
    } catch (error) {
      throw folderError(this.#options.folder, error);
    } finally {
      await this.#file.close();
    }
  }

  /** Whether everything in the files is kept elsewhere. */
  get #isReleased(): boolean {
    return this.#released >= this.#next - 1;
  }

  async #rotateIdle(): Promise<void> {
    try {
      await this.#rotate();
      await this.#deleteReleased();
    } catch (error) {
      this.#tellFailed(error);
    }
    await this.#writeWaiting();
  }

  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0 || this.#copies.length > 0) {
      await this.#copies.shift()?.();
      if (this.#waiting.length === 0) continue;
      const group = this.#takeGroup();
      try {
        await this.#write(group);
        this.#tellRecovered();
      } catch (error) {
        for (const { bytes, reject } of group) {
          this.#pendingBytes -= bytes.length;
          reject(folderError(this.#options.folder, error));
        }
        this.#tellFailed(error);
      }
    }
    this.#writing = undefined;
  }

  #takeGroup(): WaitingBatch[] {
    let bytes = 0;
    const end = this.#waiting.findIndex((batch) => (bytes += batch.bytes.length) > MAX_WRITE_BYTES);
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : Math.max(1, end));
  }

  async #write(group: readonly WaitingBatch[]): Promise<void> {
    if (this.#file.bytes >= (this.#options.maxSegmentBytes ?? 8 * MEBIBYTE)) await this.#rotate();
    this.#frames.length = 0;
    for (const { bytes } of group) writeFrame(this.#frames, BATCH_FRAME, (frames) => frames.raw(bytes));
    await this.#file.append(this.#frames.bytes.subarray(0, this.#frames.length));
    for (const { bytes, resolve } of group) {
      const number = this.#next++;
      this.#pending.push({ number, bytes: bytes.length });
      resolve(number);
    }
  }

  async #rotate(): Promise<void> {
    const former = this.#file;
    await former.sync();
    this.#file = await SegmentFile.create(segmentAt(this.#options.folder, this.#next));
    const { segment, bytes } = former;
    this.#finished = [...this.#finished, { segment, lastNumber: this.#next - 1, bytes }];
    await former.close();
  }

  async #copyTo(folder: string): Promise<void> {
    if (this.#file.bytes > 0) await this.#rotate();
    for (const { segment } of this.#finished) {
      try {
        linkOrCopy(segment.path, join(folder, basename(segment.path)));
      } catch (error) {
        // All that was in it is elsewhere by now.
        if (existsSync(segment.path)) throw error;
      }
    }
  }

  async #deleteReleased(): Promise<void> {
    for (const finished of this.#finished) {
      if (finished.lastNumber > this.#released) break;
      try {
        await rm(finished.segment.path, { force: true });
      } catch {
        // The next release tries again.
        return;
      }
      this.#finished = this.#finished.filter((other) => other !== finished);
    }
  }

  async #syncInTime(): Promise<void> {
    try {
      await this.#file.sync();
    } catch (error) {
      this.#tellFailed(error);
    }
  }

  #tellFailed(error: unknown): void {
    if (this.#isFailing) return;
    this.#isFailing = true;
    const message = `Cannot write to ${this.#options.folder}: ${messageOf(error)}. What is sent is refused until that works again.`;
    this.#options.onNotice?.({ kind: 'write-failed', message });
  }

  #tellRecovered(): void {
    if (!this.#isFailing) return;
    this.#isFailing = false;
    this.#options.onNotice?.({
      kind: 'write-recovered',
      message: `Writing to ${this.#options.folder} works again.`,
    });
  }
}

function folderError(folder: string, cause: unknown): TelltaleError {
  return new TelltaleError('TT_DATA_FOLDER', `Cannot write to ${folder}: ${messageOf(cause)}`, { cause });
}
