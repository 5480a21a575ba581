import { existsSync } from 'node:fs';
import { dayFilePath } from '../folder/data-folder.ts';
import { openForReading } from '../sql/sql-driver.ts';
import { sqlFailureOf } from '../sql/sql-failure.ts';
import { DayFileReader, isReadableLayout } from './day-file.ts';

/** One thread's read-only connections to the files of all days. */
export class DayFiles {
  readonly #folderPath: string;
  readonly #readers = new Map<number, DayFileReader>();

  constructor(folderPath: string) {
    this.#folderPath = folderPath;
  }

  /** The bytes of a block; none where its pages are damaged, `undefined` when it is gone. */
  data(dayMs: number, blockId: number): Uint8Array | undefined {
    try {
      return this.readerOf(dayMs)?.data(blockId);
    } catch (error) {
      if (sqlFailureOf(error) !== 'damaged') throw error;
      return new Uint8Array();
    }
  }

  /** A file that was only just created by the writer has no tables yet: it has no blocks either. */
  readerOf(dayMs: number): DayFileReader | undefined {
    const known = this.#readers.get(dayMs);
    if (known !== undefined) return known;
    const path = dayFilePath(this.#folderPath, dayMs);
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

  closeDay(dayMs: number): void {
    this.#readers.get(dayMs)?.close();
    this.#readers.delete(dayMs);
  }

  close(): void {
    for (const dayMs of this.#readers.keys()) this.closeDay(dayMs);
  }
}
