import { open } from 'node:fs/promises';
import { statSync } from 'node:fs';
import { ByteReader } from '../bytes/byte-reader.ts';
import { listSegments, segmentAt } from '../wal/segment.ts';
import { messageOf } from '../folder/data-folder.ts';

/** Length and checksum. */
const FRAME_HEADER_BYTES = 8;

/** The files of the log, in whichever of its folders they are: they move from the first to the second. */
export class LogFiles {
  readonly #folders: readonly string[];

  constructor(folders: readonly string[]) {
    this.#folders = folders;
  }

  /** Numbers of all files, ascending. */
  numbers(): number[] {
    const numbers = this.#folders.flatMap((folder) => listed(folder).map(({ number }) => number));
    return [...new Set(numbers)].sort((a, b) => a - b);
  }

  bytesOf(number: number): number {
    for (const folder of this.#folders) {
      const stat = statSync(segmentAt(folder, number).path, { throwIfNoEntry: false });
      if (stat) return stat.size;
    }
    return 0;
  }

  /**
   * Reads from an offset: so many bytes at most, or one frame that is longer, and nothing at or behind `endOffset`.
   * Gives nothing where there is no such file.
   */
  async read(
    number: number,
    offset: number,
    { endOffset, maxBytes }: { readonly endOffset: number; readonly maxBytes: number },
  ): Promise<Uint8Array | undefined> {
    const handle = await this.#open(number);
    if (!handle) return undefined;
    try {
      const left = Math.min(endOffset, (await handle.stat()).size) - offset;
      const read = async (length: number) => {
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(length), 0, length, offset);
        return buffer.subarray(0, bytesRead);
      };
      if (left <= 0) return new Uint8Array();
      const bytes = await read(Math.min(left, maxBytes));
      if (bytes.length < FRAME_HEADER_BYTES) return bytes;
      const firstFrame = FRAME_HEADER_BYTES + new ByteReader(bytes).u32();
      return firstFrame > bytes.length && firstFrame <= left ? await read(firstFrame) : bytes;
    } finally {
      await handle.close();
    }
  }

  async #open(number: number) {
    // A file may move while it is looked for.
    for (const folder of [...this.#folders, ...this.#folders]) {
      try {
        return await open(segmentAt(folder, number).path, 'r');
      } catch (error) {
        if (!messageOf(error).includes('ENOENT')) throw error;
      }
    }
    return undefined;
  }
}

function listed(folder: string) {
  try {
    return listSegments(folder);
  } catch {
    return [];
  }
}
