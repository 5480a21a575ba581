import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** The folder that a pattern looks into. */
export function folderOf(pattern: string): string {
  return dirname(pattern);
}

/**
 * Files that a pattern stands for, sorted: the last part of its path may have `*`, which is any text. A pattern
 * without a star is the file itself, whether it is there or not.
 */
export async function matchingFiles(pattern: string): Promise<readonly string[]> {
  const pieces = basename(pattern).split('*');
  if (pieces.length === 1) return [pattern];
  const folder = folderOf(pattern);
  const names = await readdir(folder).catch((): string[] => []);
  // A folder that was not named stays unnamed: labels have the path as it was written.
  const prefix = pattern.startsWith('.') || folder !== '.' ? folder : '';
  return names
    .filter((name) => !name.startsWith('.') && isMatch(name, pieces))
    .map((name) => join(prefix, name))
    .toSorted();
}

/** Whether a name has the pieces in their order, the first at its start and the last at its end. */
function isMatch(name: string, pieces: readonly string[]): boolean {
  const [first = '', ...others] = pieces;
  const last = others.pop() ?? '';
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const piece of others) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
