const WINDOW_MS = 60_000;
/** More wrong passwords in a minute are somebody who guesses. */
const MAX_WRONG = 10;
/** Addresses that are remembered; who has more of them than this is slowed down by what a check costs. */
const MAX_ADDRESSES = 10_000;

/** Counts wrong passwords by the address that they came from. */
export class GuessLimit {
  readonly #now: () => number;
  /** In the order in which their windows began. */
  readonly #wrong = new Map<string, { readonly startedMs: number; count: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds until an address may try again; 0 where it may now. */
  waitSeconds(address: string): number {
    const counted = this.#wrong.get(address);
    if (!counted || counted.count < MAX_WRONG) return 0;
    return Math.max(0, Math.ceil((counted.startedMs + WINDOW_MS - this.#now()) / 1000));
  }

  /** A password is tried; {@link takeBack} says afterwards that it was right. */
  note(address: string): void {
    const now = this.#now();
    const counted = this.#wrong.get(address);
    if (counted && counted.startedMs + WINDOW_MS > now) {
      counted.count++;
      return;
    }
    this.#wrong.delete(address);
    this.#forget(now);
    this.#wrong.set(address, { startedMs: now, count: 1 });
  }

  /** The password that was noted last was right. */
  takeBack(address: string): void {
    const counted = this.#wrong.get(address);
    if (counted) counted.count--;
  }

  #forget(now: number): void {
    for (const [address, { startedMs }] of this.#wrong) {
      if (startedMs + WINDOW_MS > now && this.#wrong.size < MAX_ADDRESSES) return;
      this.#wrong.delete(address);
    }
  }
}
