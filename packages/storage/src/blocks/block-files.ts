import { dayFilePath, listDays, setAside } from '../folder/data-folder.ts';
import type { StoreNotice } from '../notice.ts';
import { recoverDatabase } from '../sql/sql-driver.ts';
import { sqlFailureOf } from '../sql/sql-failure.ts';
import type { BlockIndex } from './block-index.ts';
import { DayFiles } from './day-files.ts';

export interface BlockFilesOptions {
  readonly folderPath: string;
  readonly storeId: string;
  readonly onNotice: (notice: StoreNotice) => void;
}

/** The files of all days as the store finds them at start, and their blocks. */
export class BlockFiles {
  readonly #options: BlockFilesOptions;
  readonly #days: DayFiles;

  constructor(options: BlockFilesOptions) {
    this.#options = options;
    this.#days = new DayFiles(options.folderPath);
  }

  /** Lists the blocks of all days. */
  loadInto(index: BlockIndex): void {
    const { folderPath } = this.#options;
    for (const dayMs of listDays(folderPath)) this.#loadDay(index, dayMs, dayFilePath(folderPath, dayMs));
  }

  /** The bytes of a block; none where its pages are damaged, `undefined` when its file is gone. */
  data(dayMs: number, blockId: number): Uint8Array | undefined {
    return this.#days.data(dayMs, blockId);
  }

  closeDay(dayMs: number): void {
    this.#days.closeDay(dayMs);
  }

  close(): void {
    this.#days.close();
  }

  #loadDay(index: BlockIndex, dayMs: number, path: string): void {
    const { storeId, onNotice } = this.#options;
    try {
      recoverDatabase(path);
      const reader = this.#days.readerOf(dayMs);
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
}
