/** Lines of a second that a page takes; nobody reads as many. */
const MAX_A_SECOND = 5000;
const SECOND_MS = 1000;

/** Takes so much of what comes in that drawing it never holds up the page, and says how much was left out. */
export class RateCap {
  readonly #most: number;
  #secondMs = Number.NEGATIVE_INFINITY;
  #taken = 0;

  constructor(most: number = MAX_A_SECOND) {
    this.#most = most;
  }

  /** The newest of the items that there is room for in this second; the oldest come first. */
  take<Item>(
    items: readonly Item[],
    nowMs: number,
  ): { readonly taken: readonly Item[]; readonly dropped: number } {
    if (nowMs - this.#secondMs >= SECOND_MS) {
      this.#secondMs = nowMs;
      this.#taken = 0;
    }
    const room = Math.max(0, this.#most - this.#taken);
    const taken = room === 0 ? [] : items.slice(-room);
    this.#taken += taken.length;
    return { taken, dropped: items.length - taken.length };
  }
}
