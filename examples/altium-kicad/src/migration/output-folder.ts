import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import type { LibraryTable } from '../altium/database-library.ts';

/** The folder that the libraries are written to. */
export interface OutputFolder {
  /** Whether the library of a table is there. */
  has(table: LibraryTable): boolean;
  /**
   * Writes the library of a table, whole or not at all. `settle` is called when it is on disk and has but
   * to be given its name.
   */
  write(table: LibraryTable, text: string, settle: () => void): void;
  /** The migration is finished: the next one begins anew. */
  finish(): void;
}

/** Opens the folder: as an interrupted migration left it, or without the libraries of a finished one. */
export function openOutputFolder(path: string, tables: readonly LibraryTable[]): OutputFolder {
  const marker = join(path, '.unfinished');
  const fileOf = ({ name }: LibraryTable) => join(path, `${name.replaceAll(/[^\w .-]/g, '_')}.kicad_sym`);
  mkdirSync(path, { recursive: true });
  if (!existsSync(marker)) {
    for (const table of tables) rmSync(fileOf(table), { force: true });
    writeFileSync(marker, '');
  }
  return {
    has: (table) => existsSync(fileOf(table)),
    write: (table, text, settle) => {
      const unfinished = `${fileOf(table)}.part`;
      const descriptor = openSync(unfinished, 'w');
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
      closeSync(descriptor);
      settle();
      renameSync(unfinished, fileOf(table));
    },
    finish: () => rmSync(marker, { force: true }),
  };
}
