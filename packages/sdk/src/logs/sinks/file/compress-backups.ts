import { createReadStream, createWriteStream, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nodeStreamPromises, nodeZlib } from '../../../platform/node-modules.ts';
import { rotatedNames } from './rotate.ts';

/** A file that is being compressed, which may be moved while it is. */
interface Job {
  readonly path: string;
  number: number;
}

/** Fast, as much of the size is gone with it. */
const LEVEL = 3;

/**
 * Compresses the rotated files of a path, one after the other, beside the program's work. What is not done when the
 * process ends is done by the next one.
 */
export class BackupCompressor {
  readonly #maxFiles: number;
  readonly #tell: (message: string) => void;
  #job: Job | undefined;

  constructor(maxFiles: number, tell: (message: string) => void) {
    this.#maxFiles = maxFiles;
    this.#tell = tell;
  }

  /** Compresses what is not yet. Returns at once. */
  compressAll(path: string): void {
    // Who is at it looks for more when it has done one.
    if (!this.#job) void this.#run(path);
  }

  /** Rotated files up to a number were moved on by one. */
  moved(path: string, upTo: number): void {
    if (this.#job?.path === path && this.#job.number <= upTo) this.#job.number++;
  }

  async #run(path: string): Promise<void> {
    for (let number = this.#next(path); number !== undefined; number = this.#next(path)) {
      this.#job = { path, number };
      try {
        await this.#compress(this.#job);
      } catch (error) {
        this.#tell(`${path}: rotated files are not compressed: ${String(error)}`);
        this.#job = undefined;
        return;
      }
      this.#job = undefined;
    }
  }

  /** The oldest that is not compressed, which is moved the least. */
  #next(path: string): number | undefined {
    const { plain } = rotatedNames(path);
    for (let number = this.#maxFiles; number >= 1; number--) if (existsSync(plain(number))) return number;
    return undefined;
  }

  async #compress(job: Job): Promise<void> {
    const { plain, packed } = rotatedNames(job.path);
    const draft = join(dirname(job.path), `.${basename(job.path)}.gz`);
    const packer = nodeZlib().createGzip({ level: LEVEL });
    // Opened here and now: in the next turn another file may have the number.
    const source = createReadStream('', { fd: openSync(plain(job.number), 'r') });
    await nodeStreamPromises().pipeline(source, packer, createWriteStream(draft, { mode: 0o640 }));
    // Nothing runs in between: the numbers are those of now.
    if (job.number > this.#maxFiles) {
      rmSync(draft, { force: true });
      return;
    }
    renameSync(draft, packed(job.number));
    rmSync(plain(job.number), { force: true });
  }
}
