import { existsSync, renameSync, rmSync } from 'node:fs';

/** What rotated files of a path are called. */
export interface RotatedNames {
  /** The one with a number, from 1 for the newest on. */
  readonly plain: (number: number) => string;
  readonly packed: (number: number) => string;
}

/** `app.log.1`, compressed `app.log.1.gz`. */
export function rotatedNames(path: string): RotatedNames {
  return { plain: (number) => `${path}.${number}`, packed: (number) => `${path}.${number}.gz` };
}

/**
 * Moves a file to the first of its rotated ones, and these on by one each; of more than `keep` the oldest goes. A
 * number that is missing, as after a kill between two moves, ends the moving: nothing is lost then.
 *
 * @returns the last number that has another file now, with 0 where there was no rotated file
 * @throws what the file system throws
 */
export function rotate(path: string, keep: number): number {
  const { plain, packed } = rotatedNames(path);
  let last = 1;
  while (last <= keep && (existsSync(plain(last)) || existsSync(packed(last)))) last++;
  const moved = Math.min(last - 1, keep);
  if (last > keep) {
    rmSync(plain(keep), { force: true });
    rmSync(packed(keep), { force: true });
    last = keep;
  }
  for (let number = last - 1; number >= 1; number--) {
    moveIfThere(plain(number), plain(number + 1));
    moveIfThere(packed(number), packed(number + 1));
  }
  moveIfThere(path, plain(1));
  return moved;
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (Reflect.get(Object(error), 'code') !== 'ENOENT') throw error;
  }
}
