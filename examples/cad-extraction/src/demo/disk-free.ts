import { statfsSync } from 'node:fs';

/** Percent of a folder's disk that programs can still take. */
export function diskFreePercent(folder: string): number {
  const { bavail, blocks } = statfsSync(folder);
  return (100 * bavail) / blocks;
}
