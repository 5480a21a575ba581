/** Where the values of a series are put together. */
export interface ColumnMemory {
  /** Room for a column; what is in it is not defined. */
  take(length: number): Float64Array;
}

/** Every column has memory of its own, for those who keep them. */
export const OWN_MEMORY: ColumnMemory = { take: (length) => new Float64Array(length) };

/**
 * One column's memory again and again, for those who are done with a series before they read the next.
 * It never leaves the processor's cache, while an answer as a whole would be written to memory and read back.
 */
export class ScratchMemory implements ColumnMemory {
  #memory = new Float64Array();

  take(length: number): Float64Array {
    if (this.#memory.length < length) this.#memory = new Float64Array(length);
    // A view of its own, as the same array would say that the values are the same.
    return this.#memory.subarray(0, length);
  }
}
