import { existsSync } from 'node:fs';
import { dayFilePath, deleteDatabase, listDays, setAside } from '../folder/data-folder.ts';
import type { StoreNotice } from '../notice.ts';
import { openForReading } from '../sql/sql-driver.ts';
import { sqlFailureOf } from '../sql/sql-failure.ts';
import type { BlockIndex } from './block-index.ts';
import { DayFileReader, isReadableLayout } from './day-file.ts';

export interface BlockFilesOptions {
  readonly folderPath: string;
  readonly storeId: string;
  readonly onNotice: (notice: StoreNotice) => void;
}

/** The main thread's read-only connections to the files of all days. */
export class BlockFiles {
  readonly #options: BlockFilesOptions;
  readonly #readers = new Map<number, DayFileReader>();

  constructor(options: BlockFilesOptions) {
    this.#options = options;
  }

  /** Lists the blocks of all days from `firstDayMs` on and deletes the files of the days before. */
  loadInto(index: BlockIndex, firstDayMs: number): void {
    for (const dayMs of listDays(this.#options.folderPath)) {
      const path = dayFilePath(this.#options.folderPath, dayMs);
      if (dayMs < firstDayMs) deleteDatabase(path);
      else this.#loadDay(index, dayMs, path);
    }
  }

  /** The bytes of a block; none where its pages are damaged, `undefined` when its file is gone. */
  data(dayMs: number, blockId: number): Uint8Array | undefined {
    try {
      return this.#readerOf(dayMs)?.data(blockId);
    } catch (error) {
      if (sqlFailureOf(error) !== 'damaged') throw error;
      return new Uint8Array();
    }
  }

  closeDay(dayMs: number): void {
    this.#readers.get(dayMs)?.close();
    this.#readers.delete(dayMs);
  }

  close(): void {
    for (const dayMs of this.#readers.keys()) this.closeDay(dayMs);
  }

  #loadDay(index: BlockIndex, dayMs: number, path: string): void {
    const { storeId, onNotice } = this.#options;
    try {
      const reader = this.#readerOf(dayMs);
      if (reader === undefined) return;
      if (reader.storeId() !== storeId) {
        this.closeDay(dayMs);
        const aside = setAside(path);
        onNotice({
          kind: 'file-ignored',
          message: `${path} was written with another catalog.db; it is kept as ${aside} and left out.`,
        });
        return;
      }
      const rosters = new Map(reader.rosters());
      for (const entry of reader.entries()) {
        index.add(dayMs, entry, rosters.get(entry.rosterId) ?? new Uint32Array());
      }
    } catch (error) {
      if (sqlFailureOf(error) !== 'damaged') throw error;
      this.closeDay(dayMs);
      index.dropDay(dayMs);
      const aside = setAside(path);
      onNotice({
        kind: 'file-ignored',
        message: `${path} is damaged; it is kept as ${aside} and its day is missing from answers.`,
      });
    }
  }

  /** A file that was only just created by the writer has no tables yet: it has no blocks either. */
  #readerOf(dayMs: number): DayFileReader | undefined {
    const known = this.#readers.get(dayMs);
    if (known !== undefined) return known;
    const path = dayFilePath(this.#options.folderPath, dayMs);
    if (!existsSync(path)) return undefined;
    const database = openForReading(path);
    try {
      if (!isReadableLayout(database)) {
        database.close();
        return undefined;
      }
      const reader = new DayFileReader(database);
      this.#readers.set(dayMs, reader);
      return reader;
    } catch (error) {
      database.close();
      throw error;
    }
  }
}
