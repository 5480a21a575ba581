import { LITTLE_ENDIAN } from './page-writer.ts';

/** What was read is not what a writer wrote. */
export class DamagedPages extends Error {}

/** Reads what `PageWriter` wrote. Throws {@link DamagedPages} instead of reading beyond the end. */
export class PageReader {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    // Columns are read as arrays, which have to begin at a multiple of eight.
    const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
    this.#bytes = Buffer.from(aligned.buffer, aligned.byteOffset, aligned.byteLength);
    this.#view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  byte(): number {
    return this.#bytes[this.#take(1)];
  }

  uint(): number {
    return this.#view.getUint32(this.#take(4), LITTLE_ENDIAN);
  }

  /** A number of things, of which each has at least `bytesOfEach`: no more than there is room for. */
  count(bytesOfEach: number): number {
    const count = this.uint();
    if (count * bytesOfEach > this.#bytes.length - this.#at) throw new DamagedPages('a count beyond the end');
    return count;
  }

  float(): number {
    return this.#view.getFloat64(this.#take(8), LITTLE_ENDIAN);
  }

  bytes(length: number): Uint8Array {
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }

  text(): string {
    const length = this.uint();
    const at = this.#take(length);
    return this.#bytes.toString('utf8', at, at + length);
  }

  /** Floats as they are in the bytes: no copy. */
  floats(count: number): Float64Array {
    this.align();
    const at = this.#take(count * 8);
    return new Float64Array(this.#bytes.buffer, this.#bytes.byteOffset + at, count);
  }

  align(): void {
    this.#take(((this.#at + 7) & ~7) - this.#at);
  }

  #take(length: number): number {
    const at = this.#at;
    if (length > this.#bytes.length - at) throw new DamagedPages('it ends too early');
    this.#at = at + length;
    return at;
  }
}
