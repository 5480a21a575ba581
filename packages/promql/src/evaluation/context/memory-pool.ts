/**
 * Memory that several users share, such as the running queries of one engine. Typed arrays are not on the heap that the
 * runtime limits: without a bound of their own a few queries together can take all there is.
 */
export class MemoryPool {
  readonly maxBytes: number;
  #takenBytes = 0;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** Memory that is held now. */
  get takenBytes(): number {
    return this.#takenBytes;
  }

  /** Takes memory, unless there is not so much left. */
  take(bytes: number): boolean {
    if (this.#takenBytes + bytes > this.maxBytes) return false;
    this.#takenBytes += bytes;
    return true;
  }

  /** Gives back what was taken. */
  give(bytes: number): void {
    this.#takenBytes -= bytes;
  }
}
