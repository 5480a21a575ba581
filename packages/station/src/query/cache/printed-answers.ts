interface Printed {
  /** What was printed; another object means another answer. */
  readonly of: object;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** No answer may push out all others. */
const MAX_SHARE = 1 / 4;

/** Keeps the bytes of answers, for those who ask the very same again before anything changed. */
export class PrintedAnswers {
  /** Largest answer that is kept. */
  readonly maxAnswerBytes: number;
  readonly #maxBytes: number;
  readonly #byKey = new Map<string, Printed>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.maxAnswerBytes = maxBytes * MAX_SHARE;
  }

  /** A copy of the bytes, which the caller may give away. */
  get(key: string, of: object): Uint8Array<ArrayBuffer> | undefined {
    const printed = this.#byKey.get(key);
    if (printed?.of !== of) return undefined;
    this.#byKey.delete(key);
    this.#byKey.set(key, printed);
    return printed.bytes.slice();
  }

  /** Keeps the bytes, and lets go of the answers used longest ago when there are too many. */
  keep(key: string, of: object, bytes: Uint8Array<ArrayBuffer>): void {
    this.#drop(key);
    if (bytes.length > this.maxAnswerBytes) return;
    this.#byKey.set(key, { of, bytes });
    this.#bytes += bytes.length;
    for (const oldest of this.#byKey.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#byKey.get(key)?.bytes.length ?? 0;
    this.#byKey.delete(key);
  }
}
