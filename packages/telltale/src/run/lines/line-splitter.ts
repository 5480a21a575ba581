import { StringDecoder } from 'node:string_decoder';

/** What is longer is no line for people or for JSON: the rest of it is left out. */
const MAX_LINE_LENGTH = 256 * 1024;

/** Cuts bytes of UTF-8 into lines, whatever the chunks they come in. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #line = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Uint8Array): void {
    this.#take(this.#decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)));
  }

  /** Whether a line has begun that has no end yet. */
  get isInLine(): boolean {
    return this.#line !== '';
  }

  /** Gives the last line, which need not end. */
  end(): void {
    this.#take(this.#decoder.end());
    if (this.#line !== '') this.#give();
  }

  #take(text: string): void {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#append(text.slice(start, end));
      this.#give();
      start = end + 1;
    }
    this.#append(text.slice(start));
  }

  #append(text: string): void {
    const room = MAX_LINE_LENGTH - this.#line.length;
    this.#line += text.length <= room ? text : text.slice(0, room);
  }

  #give(): void {
    const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line;
    this.#line = '';
    this.#onLine(line);
  }
}
