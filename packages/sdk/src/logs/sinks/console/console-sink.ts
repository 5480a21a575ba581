import type { LogFormat } from '@telltale/definition';
import { countLines } from '../count-lines.ts';
import { LineBuffer } from '../line-buffer.ts';
import type { LineSink } from '../sink.ts';
import type { ConsoleStream } from './console-stream.ts';

/** What a {@link ConsoleSink} works with. */
export interface ConsoleSinkOptions {
  readonly stream: ConsoleStream;
  /** By default JSON, and text on a terminal. */
  readonly format?: LogFormat | undefined;
  readonly flushEveryMs: number;
  readonly isColoured: boolean;
  readonly dropped: (reason: 'buffer_full' | 'not_written', count: number) => void;
}

/** So much waits for a reader that is busy. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;
const RETRY_MS = 10;
/** So long, the end of the process waits for a reader that is busy. */
const EXIT_WAIT_MS = 1000;
const EXIT_STEP_MS = 5;

/**
 * Writes lines to the console, and never waits for its reader: lines wait in memory, of limited size. Lines that
 * begin to be written are written to their end.
 */
export class ConsoleSink implements LineSink {
  readonly form = 'line';
  readonly format: LogFormat;
  readonly isColoured: boolean;
  readonly #stream: ConsoleStream;
  readonly #dropped: ConsoleSinkOptions['dropped'];
  readonly #buffer: LineBuffer;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #retryTimer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #isEnding = false;

  constructor({ stream, format, flushEveryMs, isColoured, dropped }: ConsoleSinkOptions) {
    const { isTerminal } = stream;
    this.format = format ?? (isTerminal ? 'text' : 'json');
    this.isColoured = isColoured && this.format === 'text' && isTerminal;
    this.#stream = stream;
    this.#dropped = dropped;
    // Who looks at a terminal sees each line at once.
    const everyMs = isTerminal ? 0 : flushEveryMs;
    this.#buffer = new LineBuffer(everyMs, (lines) => this.#write(Buffer.from(lines)));
  }

  write(line: string, nowMs: number): void {
    this.#buffer.add(line, nowMs);
    if (this.#isEnding) this.#buffer.drain();
  }

  writeNow(): void {
    this.#buffer.drain();
  }

  async flush(timeoutMs: number): Promise<void> {
    this.#buffer.drain();
    const endMs = performance.now() + timeoutMs;
    while (this.#waiting.length > 0 && !this.#isClosed && performance.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      this.#drain();
    }
  }

  save(): void {
    this.#isEnding = true;
    this.#buffer.drain();
    const endMs = performance.now() + EXIT_WAIT_MS;
    while (this.#waiting.length > 0 && !this.#isClosed && performance.now() < endMs) {
      pause(EXIT_STEP_MS);
      this.#drain();
    }
    if (this.#waiting.length > 0) this.#forget('not_written');
  }

  async close(timeoutMs: number): Promise<void> {
    await this.flush(timeoutMs);
    clearTimeout(this.#retryTimer);
    // Lines that still come are written each by itself.
    this.#isEnding = true;
  }

  #write(lines: Buffer): void {
    if (this.#isClosed) return this.#dropped('not_written', countLines(lines));
    if (this.#waitingBytes + lines.length > MAX_WAITING_BYTES)
      return this.#dropped('buffer_full', countLines(lines));
    this.#waiting.push(lines);
    this.#waitingBytes += lines.length;
    this.#drain();
  }

  #drain(): void {
    clearTimeout(this.#retryTimer);
    for (let lines = this.#waiting[0]; lines !== undefined; lines = this.#waiting[0]) {
      const written = this.#stream.write(lines);
      if (written === 'closed') {
        this.#isClosed = true;
        return this.#forget('not_written');
      }
      this.#waitingBytes -= written;
      if (written < lines.length) {
        this.#waiting[0] = lines.subarray(written);
        return this.#retryLater();
      }
      this.#waiting.shift();
    }
  }

  #retryLater(): void {
    this.#retryTimer = setTimeout(() => this.#drain(), RETRY_MS);
    this.#retryTimer.unref();
  }

  #forget(reason: 'not_written'): void {
    const lines = this.#waiting.reduce((sum, chunk) => sum + countLines(chunk), 0);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#dropped(reason, lines);
  }
}

/** Stops the thread for a moment: at the end of a process nothing else can be waited for. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
