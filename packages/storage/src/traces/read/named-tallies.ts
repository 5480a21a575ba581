import { Tally } from '../red/tally.ts';

/** What was counted under two names: a service and its operation, or caller and callee. */
export interface NamedTally {
  readonly first: string;
  readonly second: string;
  readonly tally: Tally;
}

/** Tallies by two names. */
export class NamedTallies {
  readonly #tallies = new Map<string, NamedTally>();

  of(first: string, second: string): Tally {
    const key = `${first.length} ${first}${second}`;
    let named = this.#tallies.get(key);
    if (named === undefined) this.#tallies.set(key, (named = { first, second, tally: new Tally() }));
    return named.tally;
  }

  all(): NamedTally[] {
    return [...this.#tallies.values()];
  }

  /** Counted under the first names alone. */
  byFirst(): NamedTally[] {
    const sums = new NamedTallies();
    for (const { first, tally } of this.all()) sums.of(first, '').add(tally);
    return sums.all();
  }
}
