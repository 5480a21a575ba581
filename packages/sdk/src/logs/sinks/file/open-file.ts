import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';

/** A file that is open for writing at its end. */
export interface OpenFile {
  readonly fd: number;
  readonly device: number;
  readonly inode: number;
  /** In bytes. */
  readonly size: number;
  /** When it was written last, in milliseconds since the epoch; of an empty file when it was made. */
  readonly modifiedMs: number;
}

const MODE = 0o640;
const STEP_BYTES = 64 * 1024;
const NEWLINE = 10;

/**
 * Opens a file for writing at its end, or makes it. A line that a killed process has left without its end is
 * taken out, so that all lines are whole.
 *
 * @throws what the file system throws, and where the path is that of no file
 */
export function openLogFile(path: string): OpenFile {
  const { O_APPEND, O_CREAT, O_NONBLOCK, O_RDWR } = constants;
  // Opening a pipe that nobody reads must not wait for a reader.
  const fd = openSync(path, O_RDWR | O_CREAT | O_APPEND | O_NONBLOCK, MODE);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) throw new Error(`${path} is no file`);
    const size = wholeSize(fd, stats.size);
    if (size < stats.size) ftruncateSync(fd, size);
    return { fd, size, device: stats.dev, inode: stats.ino, modifiedMs: stats.mtimeMs };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** The size of a file up to the end of its last line. */
function wholeSize(fd: number, size: number): number {
  const step = Buffer.allocUnsafe(Math.min(size, STEP_BYTES));
  for (let end = size; end > 0; end -= STEP_BYTES) {
    const start = Math.max(0, end - STEP_BYTES);
    const read = readSync(fd, step, 0, end - start, start);
    const at = step.subarray(0, read).lastIndexOf(NEWLINE);
    if (at !== -1) return start + at + 1;
  }
  return 0;
}
