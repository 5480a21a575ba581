import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Segment } from '../wal/segment.ts';

/** The file that an intake log appends to. All work on it is done by threads of Node, none by the one that asks. */
export class SegmentFile {
  readonly segment: Segment;
  readonly #handle: FileHandle;
  #bytes = 0;
  #isDirty = false;
  /** Whether a part of what could not be written whole is still at its end. */
  #isRagged = false;
  #syncing: Promise<void> | undefined;

  private constructor(segment: Segment, handle: FileHandle) {
    this.segment = segment;
    this.#handle = handle;
  }

  /** Starts a file; one of the same name must be empty. */
  static async create(segment: Segment): Promise<SegmentFile> {
    return new SegmentFile(segment, await open(segment.path, 'w'));
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Writes whole frames. When it rejects, none of them is in the file. One call at a time. */
  async append(frames: Uint8Array): Promise<void> {
    if (this.#isRagged) await this.#cut();
    try {
      for (let written = 0; written < frames.length;) {
        const at = this.#bytes + written;
        const result = await this.#handle.write(frames, written, frames.length - written, at);
        written += result.bytesWritten;
      }
    } catch (error) {
      this.#isRagged = true;
      // Where even that is refused, the next append tries again.
      await this.#cut().catch(() => {});
      throw error;
    }
    this.#bytes += frames.length;
    this.#isDirty = true;
  }

  /** Makes durable what was appended before; calls that overlap share one. */
  async sync(): Promise<void> {
    while (this.#isDirty || this.#syncing !== undefined) {
      this.#syncing ??= this.#startSync();
      await this.#syncing;
    }
  }

  async close(): Promise<void> {
    await this.#syncing?.catch(() => {});
    await this.#handle.close();
  }

  async #startSync(): Promise<void> {
    this.#isDirty = false;
    try {
      await this.#handle.datasync();
    } catch (error) {
      this.#isDirty = true;
      throw error;
    } finally {
      this.#syncing = undefined;
    }
  }

  async #cut(): Promise<void> {
    await this.#handle.truncate(this.#bytes);
    this.#isRagged = false;
  }
}
