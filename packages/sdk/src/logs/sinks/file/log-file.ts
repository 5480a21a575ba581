import type { ConsoleStream } from '../console/console-stream.ts';
import { countLines } from '../count-lines.ts';
import { LineBuffer } from '../line-buffer.ts';
import { BackupCompressor } from './compress-backups.ts';
import type { RotatingFileOptions, Written } from './rotating-file.ts';
import { RotatingFile } from './rotating-file.ts';

/** What a {@link LogFile} works with. */
export interface LogFileOptions extends Omit<RotatingFileOptions, 'compressor'> {
  readonly gzip?: boolean | undefined;
  readonly flushEveryMs: number;
  /** Where lines go that cannot be written, and stand nowhere else. */
  readonly standardError?: ConsoleStream | undefined;
  readonly notice: (message: string) => void;
  readonly dropped: (reason: 'too_large' | 'not_written', count: number) => void;
}

const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;
/** So long and so much, lines wait for the file to be writable again; then they go to standard error. */
const WAIT_MS = 5000;
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/**
 * Writes lines to a file that is rotated, in chunks. Where the file cannot be written, as on a full disk, it is
 * told once, tried again and again, and the lines wait a little and then go to standard error.
 */
export class LogFile {
  readonly #options: LogFileOptions;
  readonly #file: RotatingFile;
  readonly #buffer: LineBuffer;
  /** Lines that the file did not take. */
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #failures = 0;
  #failingSinceMs = 0;
  #retryTimer: NodeJS.Timeout | undefined;
  #isEnding = false;

  constructor(options: LogFileOptions) {
    this.#options = options;
    const { gzip, notice, ...file } = options;
    this.#file = new RotatingFile({
      ...file,
      ...(gzip && { compressor: new BackupCompressor(options.maxFiles, notice) }),
    });
    this.#buffer = new LineBuffer(options.flushEveryMs, (lines) => this.#writeText(lines));
  }

  /** The file that is written. */
  get path(): string {
    return this.#file.path;
  }

  add(line: string, nowMs: number): void {
    this.#buffer.add(line, nowMs);
    if (this.#isEnding) this.#buffer.drain();
  }

  /** Writes what has been collected. */
  writeNow(): void {
    this.#buffer.drain();
  }

  /** The process ends: lines are written at once from now on, wherever they can be. */
  save(): void {
    this.#isEnding = true;
    this.#buffer.drain();
    if (this.#waiting.length > 0) this.#retry();
    if (this.#waiting.length > 0) this.#giveUp();
    this.#file.release();
  }

  /** Writes what waits, and lets go of the file; lines that still come open it again. */
  close(): void {
    this.save();
    clearTimeout(this.#retryTimer);
    this.#file.close();
  }

  #writeText(lines: string): void {
    const isWaiting = this.#waiting.length > 0;
    if (!isWaiting && this.#file.writeText(lines, Date.now())) this.#succeed();
    else this.#write(Buffer.from(lines));
  }

  #write(lines: Buffer): void {
    const isWaiting = this.#waiting.length > 0 && !this.#isEnding;
    if (!isWaiting) {
      const result = this.#file.write(lines, Date.now());
      this.#count(result);
      if (result.taken === lines.length) return this.#succeed();
      this.#fail(result.fault);
      this.#wait(lines.subarray(result.taken));
    } else {
      this.#wait(lines);
    }
    const isOver = this.#waitingBytes > MAX_WAITING_BYTES || Date.now() - this.#failingSinceMs > WAIT_MS;
    if (isOver || this.#isEnding) this.#giveUp();
  }

  #wait(lines: Buffer): void {
    this.#waiting.push(lines);
    this.#waitingBytes += lines.length;
  }

  #retry(): void {
    this.#retryTimer = undefined;
    const lines = Buffer.concat(this.#waiting);
    const result = this.#file.write(lines, Date.now());
    this.#count(result);
    this.#waiting = [];
    this.#waitingBytes = 0;
    if (result.taken < lines.length) {
      this.#wait(lines.subarray(result.taken));
      this.#fail(result.fault);
      if (Date.now() - this.#failingSinceMs > WAIT_MS) this.#giveUp();
      return;
    }
    this.#succeed();
  }

  #succeed(): void {
    if (this.#failures === 0) return;
    this.#failures = 0;
    clearTimeout(this.#retryTimer);
    this.#options.notice(`${this.#file.path} is written again`);
  }

  #fail(fault: unknown): void {
    const isFirst = this.#failures === 0;
    const pauseMs = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, MAX_RETRY_MS);
    this.#failures++;
    if (isFirst) {
      this.#failingSinceMs = Date.now();
      const then = this.#options.standardError ? ': lines go to standard error until it can' : '';
      // It is logged as well, and so comes here again.
      this.#options.notice(`${this.#file.path} cannot be written (${reasonOf(fault)})${then}`);
    }
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#retry(), pauseMs);
    this.#retryTimer.unref();
  }

  /** Lines that have waited long enough go where they can be seen. */
  #giveUp(): void {
    const lines = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    const { standardError, dropped } = this.#options;
    const rest = standardError ? lines.subarray(writeAll(standardError, lines)) : lines;
    if (rest.length > 0) dropped('not_written', countLines(rest));
  }

  #count({ tooLarge }: Written): void {
    if (tooLarge > 0) this.#options.dropped('too_large', tooLarge);
  }
}

/** How much was written before the reader was busy. */
function writeAll(stream: ConsoleStream, lines: Buffer): number {
  let at = 0;
  while (at < lines.length) {
    const written = stream.write(lines.subarray(at));
    if (written === 'closed' || written === 0) break;
    at += written;
  }
  return at;
}

function reasonOf(fault: unknown): string {
  const code: unknown = Reflect.get(Object(fault), 'code');
  if (typeof code === 'string') return code;
  return fault instanceof Error ? fault.message : String(fault);
}
