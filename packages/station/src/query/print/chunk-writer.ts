/** Text is gathered up to here before it is encoded: one call for many small pieces. */
const MAX_TEXT = 16_384;
/** UTF-16 text has at most three bytes of UTF-8 for each of its units. */
const MAX_BYTES_PER_UNIT = 3;
const FIRST_BYTES = 4096;
/** Size of a chunk: some milliseconds of printing, and little to wait for on a socket. */
const CHUNK_BYTES = 512 * 1024;

/** Gathers text as UTF-8 in one growing buffer, which is handed out when it is large enough. */
export class ChunkWriter {
  readonly #encoder = new TextEncoder();
  #text = '';
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;

  write(text: string): void {
    this.#text += text;
    if (this.#text.length >= MAX_TEXT) this.#encode();
  }

  /** Whether there is a chunk's worth of text, which {@link take} hands out. */
  get isFull(): boolean {
    return this.#length >= CHUNK_BYTES;
  }

  /** All that was written since the last call; the buffer is the caller's from now on. */
  take(): Uint8Array<ArrayBuffer> {
    this.#encode();
    const chunk = this.#bytes.subarray(0, this.#length);
    this.#bytes = new Uint8Array(this.#length >= CHUNK_BYTES ? CHUNK_BYTES : FIRST_BYTES);
    this.#length = 0;
    return chunk;
  }

  #encode(): void {
    if (this.#text === '') return;
    this.#reserve(this.#length + this.#text.length * MAX_BYTES_PER_UNIT);
    this.#length += this.#encoder.encodeInto(this.#text, this.#bytes.subarray(this.#length)).written;
    this.#text = '';
  }

  #reserve(length: number): void {
    if (length <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(length, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
