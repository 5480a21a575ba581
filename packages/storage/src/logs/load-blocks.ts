import { setAside } from '../folder/data-folder.ts';
import type { StoreNotice } from '../notice.ts';
import { recoverDatabase } from '../sql/sql-driver.ts';
import { sqlFailureOf } from '../sql/sql-failure.ts';
import { LogDayFiles, UnknownLayout } from './file/log-day-files.ts';
import { listLogDays, logFilePath } from './file/log-files.ts';
import { LogBlockIndex } from './log-block-index.ts';

/** The blocks of all days as the store finds them at its start. */
export interface LoadedBlocks {
  readonly index: LogBlockIndex;
  /** Of each day the last record that is in blocks. */
  readonly committed: ReadonlyMap<number, number>;
}

/** Lists the blocks of all days; a file that cannot be read is set aside with a notice. */
export function loadBlocks(folderPath: string, onNotice: (notice: StoreNotice) => void): LoadedBlocks {
  const index = new LogBlockIndex();
  const committed = new Map<number, number>();
  const files = new LogDayFiles(folderPath);
  for (const dayMs of listLogDays(folderPath)) {
    const path = logFilePath(folderPath, dayMs);
    try {
      recoverDatabase(path);
      const entries = files.readerOf(dayMs)?.entries() ?? [];
      for (const entry of entries) index.add(dayMs, entry);
      committed.set(
        dayMs,
        entries.reduce((last, { lastSequence }) => Math.max(last, lastSequence), 0),
      );
    } catch (error) {
      const isUnknown = error instanceof UnknownLayout;
      if (!isUnknown && sqlFailureOf(error) !== 'damaged') throw error;
      files.closeDay(dayMs);
      index.dropDay(dayMs);
      const aside = setAside(path);
      const reason = isUnknown ? 'was written by a newer version' : 'is damaged';
      const message = `${path} ${reason}; it is kept as ${aside} and its day is missing from answers.`;
      onNotice({ kind: 'file-ignored', message });
    } finally {
      files.closeDay(dayMs);
    }
  }
  return { index, committed };
}
