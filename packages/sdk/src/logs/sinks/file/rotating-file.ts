import { closeSync, ftruncateSync, statSync, writeSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { makeFolder } from '../../../platform/private-folder.ts';
import type { BackupCompressor } from './compress-backups.ts';
import type { FileLock } from './file-lock.ts';
import { lockFile, TOUCH_MS } from './file-lock.ts';
import type { OpenFile } from './open-file.ts';
import { openLogFile } from './open-file.ts';
import { rotate } from './rotate.ts';

/** What is known of a file that is rotated. */
export interface RotatingFileOptions {
  readonly path: string;
  /** No file becomes larger. */
  readonly maxBytes: number;
  /** Rotated files that are kept. */
  readonly maxFiles: number;
  /** Whether a file is begun each day, in UTC, too. */
  readonly daily?: boolean | undefined;
  /** Compresses rotated files, where they are to be. */
  readonly compressor?: BackupCompressor | undefined;
}

/** What became of lines. */
export interface Written {
  /** Bytes that need not be given again, up to the end of a line. */
  readonly taken: number;
  /** Lines among them that are larger than a file may be, and stand nowhere. */
  readonly tooLarge: number;
  /** Why the rest was not taken. */
  readonly fault?: unknown;
}

const NEWLINE = 10;
const DAY_MS = 86_400_000;
const FOLDER_MODE = 0o755;
/** How often it is looked whether the file is still the one at its path. */
const LOOK_EVERY_MS = 1000;
/** Processes that have the same path, each with a file of its own. */
const MAX_WRITERS = 256;

/**
 * A file of lines that is rotated before it becomes too large: `app.log`, `app.log.1` … It is written by nobody
 * else: a second process with the same path writes `app.2.log`. Each line is whole in one file, also after a kill.
 */
export class RotatingFile {
  readonly #options: RotatingFileOptions;
  #path: string;
  #open: OpenFile | undefined;
  #lock: FileLock | undefined;
  #touchTimer: NodeJS.Timeout | undefined;
  #size = 0;
  #day = 0;
  #lookedMs = 0;

  constructor(options: RotatingFileOptions) {
    this.#options = options;
    this.#path = options.path;
  }

  /** The file that is written, which may be that of a second process. */
  get path(): string {
    return this.#path;
  }

  /** Writes lines, the last one with its end. Never throws. */
  write(lines: Buffer, nowMs: number): Written {
    let taken = 0;
    let tooLarge = 0;
    try {
      this.#prepare(nowMs);
      while (taken < lines.length) {
        const rest = lines.subarray(taken);
        const part = wholeLines(rest, this.#options.maxBytes - this.#size);
        if (part.length > 0) {
          const { written, fault } = this.#append(part);
          taken += written;
          if (written < part.length) return { taken, tooLarge, fault };
        } else if (rest.indexOf(NEWLINE) < this.#options.maxBytes) {
          this.#rotate();
        } else {
          taken += rest.indexOf(NEWLINE) + 1;
          tooLarge++;
        }
      }
      return { taken, tooLarge };
    } catch (fault) {
      return { taken, tooLarge, fault };
    }
  }

  /**
   * Writes lines where that is all there is to do: `false`, and nothing is written, where the file is full or cannot
   * be written. Never throws.
   */
  writeText(lines: string, nowMs: number): boolean {
    try {
      this.#prepare(nowMs);
      const bytes = Buffer.byteLength(lines);
      const fd = this.#open?.fd;
      if (fd === undefined || this.#size + bytes > this.#options.maxBytes) return false;
      const written = writeSync(fd, lines);
      if (written < bytes) {
        ftruncateSync(fd, this.#size);
        return false;
      }
      this.#size += bytes;
      return true;
    } catch {
      // The way by bytes tells what is wrong.
      return false;
    }
  }

  /** Others may have the file from now on. */
  release(): void {
    clearInterval(this.#touchTimer);
    this.#lock?.release();
    this.#lock = undefined;
  }

  close(): void {
    this.release();
    const open = this.#open;
    this.#open = undefined;
    if (open) closeQuietly(open.fd);
  }

  #prepare(nowMs: number): void {
    if (this.#open && nowMs - this.#lookedMs >= LOOK_EVERY_MS) this.#look();
    if (!this.#open) this.#openAny();
    if (this.#lookedMs === 0) this.#lookedMs = nowMs;
    const day = Math.floor(nowMs / DAY_MS);
    if (this.#options.daily && this.#size > 0 && day !== this.#day) this.#rotate();
    this.#day = day;
  }

  /** Whether the path still leads here: somebody may have moved, emptied or deleted the file. */
  #look(): void {
    this.#lookedMs = 0;
    const found = statSync(this.#path, { throwIfNoEntry: false });
    const isSame = found?.ino === this.#open?.inode && found?.dev === this.#open?.device;
    if (!isSame) this.close();
    else if (found && found.size < this.#size) this.#size = found.size;
  }

  /** Opens the first file of the path that no other process writes. */
  #openAny(): void {
    const { path } = this.#options;
    makeFolder(dirname(path), FOLDER_MODE);
    for (let number = 1; number <= MAX_WRITERS; number++) {
      const own = number === 1 ? path : numbered(path, number);
      const lock = lockFile(own);
      if (!lock) continue;
      this.#path = own;
      this.#lock = lock;
      this.#touchTimer = setInterval(() => lock.touch(), TOUCH_MS);
      this.#touchTimer.unref();
      try {
        this.#openOwn();
      } catch (error) {
        this.release();
        throw error;
      }
      this.#options.compressor?.compressAll(own);
      return;
    }
    throw new Error(`${MAX_WRITERS} processes write files of ${path} already`);
  }

  #openOwn(): void {
    const open = openLogFile(this.#path);
    this.#open = open;
    this.#size = open.size;
    this.#day = Math.floor(open.modifiedMs / DAY_MS);
  }

  #rotate(): void {
    const { maxFiles, compressor } = this.#options;
    const old = this.#open;
    const moved = rotate(this.#path, maxFiles);
    compressor?.moved(this.#path, moved);
    this.#open = undefined;
    if (old) closeQuietly(old.fd);
    this.#openOwn();
    compressor?.compressAll(this.#path);
  }

  /** Writes lines that fit; what is written of a line that could not be written whole is taken back. */
  #append(lines: Buffer): { readonly written: number; readonly fault?: unknown } {
    const fd = this.#open?.fd ?? -1;
    let written = 0;
    try {
      while (written < lines.length) written += writeSync(fd, lines, written);
      this.#size += written;
      return { written };
    } catch (fault) {
      const whole = lines.subarray(0, written).lastIndexOf(NEWLINE) + 1;
      this.#size += whole;
      if (whole < written) ftruncateSync(fd, this.#size);
      return { written: whole, fault };
    }
  }
}

/** The first lines that have room, whole ones only. */
function wholeLines(lines: Buffer, room: number): Buffer {
  if (lines.length <= room) return lines;
  return lines.subarray(0, room <= 0 ? 0 : lines.lastIndexOf(NEWLINE, room - 1) + 1);
}

/** `app.2.log`, of `app.log`. */
function numbered(path: string, number: number): string {
  const end = extname(path);
  return `${path.slice(0, path.length - end.length)}.${number}${end}`;
}

function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // What it held is with the system already.
  }
}
