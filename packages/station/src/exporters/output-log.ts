import type { Readable } from 'node:stream';

/** A longer line is cut. */
const MAX_LINE_LENGTH = 1000;
/** More lines in one window are counted and left out. */
const MAX_LINES = 100;
const WINDOW_MS = 60_000;
/** Shorter values would be found everywhere. */
const MIN_SECRET_LENGTH = 4;

/** What {@link OutputLog} takes. */
export interface OutputLogOptions {
  /** Stands in front of every line. */
  readonly name: string;
  /** Texts that must not get into the log. */
  readonly secrets: readonly string[];
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** What a program says, line by line, and no more of it than a log can bear. */
export class OutputLog {
  readonly #options: OutputLogOptions;
  readonly #secrets: readonly string[];
  #windowStartMs = -Infinity;
  #lines = 0;
  #last = '';

  constructor(options: OutputLogOptions) {
    this.#options = options;
    this.#secrets = options.secrets.filter((secret) => secret.length >= MIN_SECRET_LENGTH);
  }

  /** The last line, which often says why a program ended. */
  get last(): string {
    return this.#last;
  }

  /** Reads a stream of the program to its end. */
  read(stream: Readable): void {
    let begun = '';
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      const lines = text.split('\n');
      const [first = ''] = lines;
      lines[0] = begun + first;
      // One character more than is shown, so that it is seen to be cut.
      begun = (lines.pop() ?? '').slice(0, MAX_LINE_LENGTH + 1);
      for (const line of lines) this.#give(line);
    });
    stream.on('end', () => this.#give(begun));
    stream.on('error', () => undefined);
  }

  #give(text: string): void {
    const line = this.#presentable(text);
    if (line === '') return;
    this.#last = line;
    const { name, now, log } = this.#options;
    if (now() - this.#windowStartMs >= WINDOW_MS) {
      this.tellLeftOut();
      this.#windowStartMs = now();
      this.#lines = 0;
    }
    if (++this.#lines <= MAX_LINES) log(`${name}: ${line}`);
  }

  /** Says how many lines were left out, if any were. */
  tellLeftOut(): void {
    const { name, log } = this.#options;
    if (this.#lines > MAX_LINES) log(`${name}: ${this.#lines - MAX_LINES} more lines were left out`);
    this.#lines = 0;
  }

  #presentable(text: string): string {
    let line = text.trim();
    for (const secret of this.#secrets) line = line.replaceAll(secret, '***');
    return line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH)}…` : line;
  }
}
