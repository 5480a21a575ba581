const INITIAL_BYTES = 4096;

/** Writes numbers, texts and columns of floats one after the other, in the byte order of the machine. */
export class PageWriter {
  #bytes = Buffer.allocUnsafeSlow(INITIAL_BYTES);
  #view = new DataView(this.#bytes.buffer);
  #floats = new Float64Array(this.#bytes.buffer);
  #at = 0;

  /** Bytes written so far. */
  get length(): number {
    return this.#at;
  }

  /** Begins anew; the memory is used again. */
  reset(): void {
    this.#at = 0;
  }

  /** A copy of what was written. */
  copy(): Uint8Array {
    return new Uint8Array(this.#bytes.buffer.slice(0, this.#at));
  }

  /** What was written, until the next call. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  uint(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#at, value, LITTLE_ENDIAN);
    this.#at += 4;
  }

  /** Overwrites a number written before. */
  patchUint(at: number, value: number): void {
    this.#view.setUint32(at, value, LITTLE_ENDIAN);
  }

  patchByte(at: number, value: number): void {
    this.#bytes[at] = value;
  }

  /** Takes back what was written from a place on. */
  cut(at: number): void {
    this.#at = at;
  }

  float(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#at, value, LITTLE_ENDIAN);
    this.#at += 8;
  }

  bytes(values: Uint8Array): void {
    this.#reserve(values.length);
    this.#bytes.set(values, this.#at);
    this.#at += values.length;
  }

  /** A text with its length in front. */
  text(text: string): void {
    const most = text.length * 3;
    this.#reserve(4 + most);
    const length = this.#bytes.write(text, this.#at + 4, most, 'utf8');
    this.#view.setUint32(this.#at, length, LITTLE_ENDIAN);
    this.#at += 4 + length;
  }

  /** Floats without their number, on a place where they can be read as an array. */
  floats(values: Float64Array): void {
    this.align();
    this.#reserve(values.byteLength);
    this.#floats.set(values, this.#at / 8);
    this.#at += values.byteLength;
  }

  /** Goes to the next multiple of eight. */
  align(): void {
    this.#reserve(7);
    while (this.#at % 8 !== 0) this.#bytes[this.#at++] = 0;
  }

  #reserve(count: number): void {
    const needed = this.#at + count;
    if (needed <= this.#bytes.length) return;
    // A multiple of eight, as floats are seen as an array of the whole.
    const grown = Buffer.allocUnsafeSlow(Math.max((needed + 7) & ~7, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
    this.#floats = new Float64Array(grown.buffer);
  }
}

/** Columns of floats are copied as they are in memory, so that everything else has the same order. */
export const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
