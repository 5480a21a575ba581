/** A buffer for intermediate results that is reused from series to series. */
export class ScratchColumn {
  #buffer = new Float64Array(0);

  /** The first `length` elements; they hold whatever was left there. */
  ofLength(length: number): Float64Array {
    if (this.#buffer.length < length) this.#buffer = new Float64Array(length * 2);
    return this.#buffer.subarray(0, length);
  }
}
