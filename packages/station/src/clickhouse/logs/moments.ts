/** Records of one microsecond that can be told apart by their time. */
const MAX_PER_MICROSECOND = 999n;
const MAX_REMEMBERED = 10_000;
const NANOSECONDS_PER_MICROSECOND = 1000n;

/**
 * Makes times that ascend by a nanosecond for records of the same microsecond: that is their only order in a table
 * that has no other. Of more than a thousand of one microsecond the rest have no order among themselves.
 */
export class Moments {
  readonly #taken = new Map<bigint, bigint>();

  /** The time to write for one of whole microseconds, in nanoseconds. */
  next(nanoseconds: bigint): bigint {
    const moment = nanoseconds / NANOSECONDS_PER_MICROSECOND;
    const taken = this.#taken.get(moment);
    const next = taken === undefined ? 0n : taken < MAX_PER_MICROSECOND ? taken + 1n : MAX_PER_MICROSECOND;
    if (taken === undefined) this.#forgetOldest();
    this.#taken.set(moment, next);
    return nanoseconds + next;
  }

  #forgetOldest(): void {
    if (this.#taken.size < MAX_REMEMBERED) return;
    for (const moment of this.#taken.keys()) {
      this.#taken.delete(moment);
      return;
    }
  }
}
