/** The lines of a script without comments; a command's body ends at an empty line. */
export class LineReader {
  readonly #lines: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#lines = text.split('\n').map((line) => (line.trim().startsWith('#') ? '' : line.trim()));
  }

  /** Number of the line read last, from one. */
  get line(): number {
    return this.#at;
  }

  /** The next line of a body; `undefined` at its end. */
  next(): string | undefined {
    const line = this.#lines[this.#at];
    if (line === undefined || line === '') return undefined;
    this.#at++;
    return line;
  }

  /** The next line that begins a command; `undefined` at the end of the script. */
  nextCommand(): string | undefined {
    while (this.#lines[this.#at] === '') this.#at++;
    return this.next();
  }

  /** Goes to the end of a body. */
  skipBody(): void {
    while (this.next() !== undefined);
  }
}
