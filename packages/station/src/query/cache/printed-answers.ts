type Chunk = Uint8Array<ArrayBuffer>;

interface Printed {
  /** What was printed; another object means another answer. */
  readonly of: object;
  readonly chunks: readonly Chunk[];
  readonly bytes: number;
}

/** No answer may push out all others. */
const MAX_SHARE = 1 / 4;

/** Keeps the bytes of answers, for those who ask the very same again before anything changed. */
export class PrintedAnswers {
  readonly #maxBytes: number;
  readonly #byKey = new Map<string, Printed>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Copies of the chunks, which the caller may give away. */
  get(key: string, of: object): readonly Chunk[] | undefined {
    const printed = this.#byKey.get(key);
    if (printed?.of !== of) return undefined;
    this.#byKey.delete(key);
    this.#byKey.set(key, printed);
    return printed.chunks.map((chunk) => chunk.slice());
  }

  /** Keeps the chunks, and lets go of the answers used longest ago when there are too many. */
  keep(key: string, of: object, chunks: readonly Chunk[]): void {
    this.#drop(key);
    const bytes = chunks.reduce((sum, { length }) => sum + length, 0);
    if (bytes > this.#maxBytes * MAX_SHARE) return;
    this.#byKey.set(key, { of, chunks, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#byKey.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#byKey.get(key)?.bytes ?? 0;
    this.#byKey.delete(key);
  }
}
