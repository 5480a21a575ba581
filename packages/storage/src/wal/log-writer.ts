import { closeSync, fdatasyncSync, ftruncateSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import type { LogPosition } from './log-position.ts';
import { segmentAt } from './segment.ts';
import type { Segment } from './segment.ts';
import type { UnsentSegments } from './unsent-segments.ts';

/** Small segments let the log shrink soon after blocks were written. */
const MAX_SEGMENT_BYTES = 8 * 1024 * 1024;
const MAX_SEGMENT_AGE_MS = 120_000;

/** A finished or older segment, and the newest batch in it. */
interface SealedSegment {
  readonly segment: Segment;
  readonly lastBatch: number;
  readonly bytes: number;
}

/** What was found at start: each old segment counts as one batch. */
export interface OldSegment {
  readonly segment: Segment;
  readonly batch: number;
}

/** Appends to the write-ahead log; lives in the writer thread. */
export class LogWriter {
  readonly #folder: string;
  readonly #maxSegmentBytes: number;
  readonly #unsent: UnsentSegments | undefined;
  #sealed: SealedSegment[];
  #segment: Segment;
  #descriptor: number;
  #bytes = 0;
  #lastBatch = 0;
  #startedMs = Date.now();
  #isDirty = false;
  #durable: LogPosition;

  /**
   * @param maxSegmentBytes - a file this large is finished. Default: 8 MiB.
   * @param unsent - takes the files that the log needs no more. Default: they are deleted.
   */
  constructor(
    folder: string,
    oldSegments: readonly OldSegment[],
    maxSegmentBytes = MAX_SEGMENT_BYTES,
    unsent?: UnsentSegments,
  ) {
    this.#maxSegmentBytes = maxSegmentBytes;
    this.#unsent = unsent;
    this.#folder = folder;
    this.#sealed = oldSegments.map(({ segment, batch }) => ({
      segment,
      lastBatch: batch,
      bytes: statSync(segment.path).size,
    }));
    const lastNumber = Math.max(oldSegments.at(-1)?.segment.number ?? 0, unsent?.lastNumber ?? 0);
    this.#segment = segmentAt(folder, lastNumber + 1);
    this.#descriptor = openSync(this.#segment.path, 'wx');
    this.#durable = { segment: this.#segment.number, offset: 0 };
  }

  /** Up to where everything is durable. */
  get durableEnd(): LogPosition {
    return this.#durable;
  }

  /** Bytes of all segments. */
  get totalBytes(): number {
    return this.#sealed.reduce((sum, { bytes }) => sum + bytes, this.#bytes);
  }

  /** Writes whole frames. When it throws, none of them is in the file. */
  append(batch: number, frames: Uint8Array): void {
    let written = 0;
    try {
      while (written < frames.length) {
        written += writeSync(
          this.#descriptor,
          frames,
          written,
          frames.length - written,
          this.#bytes + written,
        );
      }
    } catch (error) {
      ftruncateSync(this.#descriptor, this.#bytes);
      throw error;
    }
    this.#bytes += frames.length;
    this.#lastBatch = batch;
    this.#isDirty = true;
  }

  /** Makes everything appended durable. */
  sync(): void {
    if (!this.#isDirty) return;
    fdatasyncSync(this.#descriptor);
    this.#isDirty = false;
    this.#durable = { segment: this.#segment.number, offset: this.#bytes };
  }

  /** Segments that nothing is written to any more, oldest first. */
  get finishedSegments(): Segment[] {
    return this.#sealed.map(({ segment }) => segment);
  }

  /** Starts a new segment when the current one is large or old enough. */
  rotateIfDue(): void {
    if (this.#bytes >= this.#maxSegmentBytes || Date.now() - this.#startedMs >= MAX_SEGMENT_AGE_MS)
      this.rotate();
  }

  /** Starts a new segment unless the current one is empty. */
  rotate(): void {
    if (this.#bytes === 0) return;
    this.sync();
    const next = segmentAt(this.#folder, this.#segment.number + 1);
    const descriptor = openSync(next.path, 'wx');
    closeSync(this.#descriptor);
    this.#sealed.push({ segment: this.#segment, lastBatch: this.#lastBatch, bytes: this.#bytes });
    this.#segment = next;
    this.#descriptor = descriptor;
    this.#bytes = 0;
    this.#startedMs = Date.now();
  }

  /** Deletes the segments whose batches are all older than `oldestBatch`. */
  deleteBefore(oldestBatch: number): void {
    const old = this.#sealed.filter(({ lastBatch }) => lastBatch < oldestBatch);
    for (const sealed of old) {
      if (this.#unsent) this.#unsent.take(sealed.segment);
      // Somebody may have deleted it already.
      else rmSync(sealed.segment.path, { force: true });
      this.#sealed = this.#sealed.filter((other) => other !== sealed);
    }
  }

  close(): void {
    this.sync();
    closeSync(this.#descriptor);
  }
}
