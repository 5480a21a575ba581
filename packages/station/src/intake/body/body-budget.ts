/** The most that the body of one request may be, decompressed. */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Memory for the bodies of all requests that are being read or kept. */
const MAX_BYTES = 64 * 1024 * 1024;

/** What the bodies of a station's requests may take together: beyond it, senders are told to come again. */
export class BodyBudget {
  readonly #maxBytes: number;
  readonly #isOpen: () => boolean;
  #takenBytes = 0;

  /** @param isOpen whether the station has memory for bodies at all */
  constructor(maxBytes = MAX_BYTES, isOpen = () => true) {
    this.#maxBytes = maxBytes;
    this.#isOpen = isOpen;
  }

  /** Takes bytes for a request; false when there are not as many left. */
  take(bytes: number): boolean {
    if (this.#takenBytes + bytes > this.#maxBytes || !this.#isOpen()) return false;
    this.#takenBytes += bytes;
    return true;
  }

  /** Gives bytes back that were taken. */
  release(bytes: number): void {
    this.#takenBytes -= bytes;
  }
}
