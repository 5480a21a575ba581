/** As much is written at once; more lines wait only for a file or a console that cannot take them. */
const CHUNK_CHARACTERS = 64 * 1024;

/** Collects lines, so that many are written at once: until there are enough, or the first has waited long enough. */
export class LineBuffer {
  readonly #everyMs: number;
  readonly #write: (lines: string) => void;
  #lines = '';
  #sinceMs = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param everyMs - How long a line may wait; 0 writes each at once.
   * @param write - Takes lines; nothing here waits for it.
   */
  constructor(everyMs: number, write: (lines: string) => void) {
    this.#everyMs = everyMs;
    this.#write = write;
  }

  add(line: string, nowMs: number): void {
    if (this.#everyMs === 0) return this.#write(line);
    if (this.#lines === '') this.#begin(nowMs);
    this.#lines += line;
    // A program that never lets the timer run has its lines written in between.
    const isOverdue = nowMs - this.#sinceMs >= this.#everyMs;
    if (isOverdue || this.#lines.length >= CHUNK_CHARACTERS) this.drain();
  }

  /** Writes what has been collected. */
  drain(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#lines;
    this.#lines = '';
    if (lines !== '') this.#write(lines);
  }

  #begin(nowMs: number): void {
    this.#sinceMs = nowMs;
    this.#timer = setTimeout(() => this.drain(), this.#everyMs);
    // The end of the process writes what waits: nothing is held up for it.
    this.#timer.unref();
  }
}
