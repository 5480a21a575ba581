import { existsSync } from 'node:fs';
import { folderBytes } from '../folder/data-folder.ts';

/** Size of all files of a data folder; 0 where there is none. */
export function dataFolderBytes(folder: string): number {
  return existsSync(folder) ? folderBytes(folder) : 0;
}
