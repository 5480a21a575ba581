import { existsSync } from 'node:fs';
import type { Section } from '../block/section.ts';
import { openForReading } from '../../sql/sql-driver.ts';
import { sqlFailureOf } from '../../sql/sql-failure.ts';
import { LogDayReader, logLayoutOf } from './log-day-file.ts';
import { logFilePath } from './log-files.ts';

/** A file that another, newer version wrote. */
export class UnknownLayout extends Error {}

/** One thread's read-only connections to the files of all days. */
export class LogDayFiles {
  readonly #folderPath: string;
  readonly #readers = new Map<number, LogDayReader>();

  constructor(folderPath: string) {
    this.#folderPath = folderPath;
  }

  /** The bytes of a section; none where its pages are damaged, nothing when its block or day is gone. */
  section(dayMs: number, blockId: number, section: Section): Uint8Array | undefined {
    try {
      return this.readerOf(dayMs)?.section(blockId, section);
    } catch (error) {
      if (sqlFailureOf(error) !== 'damaged') throw error;
      return new Uint8Array();
    }
  }

  /** Throws {@link UnknownLayout}, or the driver's error where the file is damaged. */
  readerOf(dayMs: number): LogDayReader | undefined {
    const known = this.#readers.get(dayMs);
    if (known !== undefined) return known;
    const path = logFilePath(this.#folderPath, dayMs);
    if (!existsSync(path)) return undefined;
    const database = openForReading(path);
    try {
      const layout = logLayoutOf(database);
      if (layout === 'unknown') throw new UnknownLayout(path);
      if (layout === 'empty') {
        database.close();
        return undefined;
      }
      const reader = new LogDayReader(database);
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
