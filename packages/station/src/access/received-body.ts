/** Bodies up to this size are joined in memory that is kept. */
const MAX_SHARED_BYTES = 8 * 1024 * 1024;

let shared = Buffer.alloc(0);

/** A body as it came, in parts. */
export class ReceivedBody {
  readonly byteLength: number;
  readonly #parts: readonly Uint8Array[];

  constructor(parts: readonly Uint8Array[]) {
    this.#parts = parts;
    this.byteLength = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** A copy in one piece. */
  copy(): Uint8Array {
    return Buffer.concat(this.#parts, this.byteLength);
  }

  /**
   * The body in one piece, in memory that all bodies share one after the other: read it at once, and keep nothing of
   * it. A station reads so many bodies that new memory for each of them has the garbage collected all the time.
   */
  inSharedMemory(): Uint8Array {
    if (this.#parts.length === 1) return this.#parts[0];
    if (this.byteLength > MAX_SHARED_BYTES) return this.copy();
    if (shared.length < this.byteLength) {
      // Pages grow little by little.
      shared = Buffer.allocUnsafeSlow(Math.min(MAX_SHARED_BYTES, Math.ceil(this.byteLength * 1.25)));
    }
    let at = 0;
    for (const part of this.#parts) {
      shared.set(part, at);
      at += part.byteLength;
    }
    return shared.subarray(0, at);
  }
}
