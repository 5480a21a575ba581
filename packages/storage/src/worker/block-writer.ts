import { existsSync } from 'node:fs';
import { encodeBlock } from '../blocks/block.ts';
import { DayFileWriter } from '../blocks/day-file.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { dayFilePath, deleteDatabase } from '../folder/data-folder.ts';
import type { SealedSlab } from '../head/sealed-slab.ts';
import { openForWriting } from '../sql/sql-driver.ts';
import type { CommittedBlock } from './messages.ts';

/** Today's file, yesterday's around midnight, and some for late data. */
const MAX_OPEN_FILES = 4;

/** Encodes sealed slabs and commits them to the files of their days. */
export class BlockWriter {
  readonly #folderPath: string;
  readonly #storeId: string;
  readonly #files = new Map<number, DayFileWriter>();
  readonly #block = new ByteWriter(1 << 16);
  readonly #sections = new ByteWriter(1 << 16);

  constructor(folderPath: string, storeId: string) {
    this.#folderPath = folderPath;
    this.#storeId = storeId;
  }

  /** Commits slabs of one day in one transaction; all or none. */
  commit(dayMs: number, slabs: readonly SealedSlab[]): CommittedBlock[] {
    const file = this.#fileOf(dayMs);
    return file.transaction(() =>
      slabs.map((slab) => {
        const data = encodeBlock(slab, this.#block, this.#sections);
        const entry = file.add(slab.timestamps, slab.seriesIds, slab.values.length, data);
        return { slabId: slab.slabId, dayMs, entry };
      }),
    );
  }

  /** Compresses some blocks of a finished day; returns the last one, 0 at the end. */
  packBlocks(dayMs: number, afterId: number): number {
    return this.#hasFile(dayMs) ? this.#fileOf(dayMs).pack(afterId) : 0;
  }

  /** Deletes blocks of a day and gives their space back. */
  dropBlocks(dayMs: number, blockIds: readonly number[]): void {
    if (this.#hasFile(dayMs)) this.#fileOf(dayMs).drop(blockIds);
  }

  /** Deletes the files of the given days. */
  dropDays(days: readonly number[]): void {
    for (const dayMs of days) {
      this.#close(dayMs);
      deleteDatabase(dayFilePath(this.#folderPath, dayMs));
    }
  }

  close(): void {
    for (const dayMs of this.#files.keys()) this.#close(dayMs);
  }

  /** A day may have been deleted since the work on it was asked for; it must not come back. */
  #hasFile(dayMs: number): boolean {
    return existsSync(dayFilePath(this.#folderPath, dayMs));
  }

  #fileOf(dayMs: number): DayFileWriter {
    let file = this.#files.get(dayMs);
    if (file === undefined) {
      for (const oldest of this.#files.keys()) {
        if (this.#files.size < MAX_OPEN_FILES) break;
        this.#close(oldest);
      }
      file = new DayFileWriter(openForWriting(dayFilePath(this.#folderPath, dayMs)), this.#storeId);
      this.#files.set(dayMs, file);
    }
    return file;
  }

  #close(dayMs: number): void {
    this.#files.get(dayMs)?.close();
    this.#files.delete(dayMs);
  }
}
