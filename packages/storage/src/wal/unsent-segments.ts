import { existsSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createFolder } from '../folder/data-folder.ts';
import { listSegments } from './segment.ts';
import type { Segment } from './segment.ts';

/**
 * Files of the log whose samples are in blocks, kept until everybody who follows the log has read them. They are in a
 * folder of their own, so that a start need not read them; lives in the writer thread.
 */
export class UnsentSegments {
  readonly #folder: string;
  #segments: Segment[];
  #sentBefore = 0;

  constructor(folder: string) {
    createFolder(folder);
    this.#folder = folder;
    this.#segments = listSegments(folder);
  }

  /** Of the newest file here; 0 where there is none. */
  get lastNumber(): number {
    return this.#segments.at(-1)?.number ?? 0;
  }

  /** Takes a file that the log needs no more. */
  take(segment: Segment): void {
    if (segment.number < this.#sentBefore) return rmSync(segment.path, { force: true });
    // Somebody may have deleted it.
    if (!existsSync(segment.path)) return;
    const path = join(this.#folder, basename(segment.path));
    renameSync(segment.path, path);
    this.#segments.push({ number: segment.number, path });
  }

  /** Files before this one are not wanted any more, here or as soon as they come. */
  deleteBefore(number: number): void {
    this.#sentBefore = Math.max(this.#sentBefore, number);
    for (const segment of this.#segments.filter((one) => one.number < number)) {
      rmSync(segment.path, { force: true });
      this.#segments = this.#segments.filter((other) => other !== segment);
    }
  }
}
