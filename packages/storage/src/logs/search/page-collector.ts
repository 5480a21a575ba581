import { compareKeys } from '../record/record-key.ts';
import type { RecordKey } from '../record/record-key.ts';

/** Texts of an answer; a page that would have more ends sooner. */
const MAX_PAGE_LENGTH = 64 * 1024 * 1024;

/** A record that may be in the answer, printed. */
export interface FoundRecord extends RecordKey {
  readonly text: string;
}

/** Keeps the first records of an order among all that are offered. */
export class PageCollector {
  readonly #compare: (a: RecordKey, b: RecordKey) => number;
  #limit: number;
  #found: FoundRecord[] = [];
  #isCut = false;

  /** @param limit - at least 1. */
  constructor(order: 'newest' | 'oldest', limit: number) {
    this.#compare = comparisonOf(order);
    this.#limit = limit;
  }

  /** How many can be in the answer. */
  get limit(): number {
    return this.#limit;
  }

  get found(): readonly FoundRecord[] {
    return this.#found;
  }

  /** Whether the answer ends sooner than at its limit, because of its size. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Whether a record of this place in the order would be in the answer. */
  wants(key: RecordKey): boolean {
    return this.#found.length < this.#limit || this.#compare(key, this.#found[this.#limit - 1]) < 0;
  }

  /** Takes records in the order. */
  offer(records: readonly FoundRecord[]): void {
    const merged = mergeInOrder(this.#found, records, this.#compare).slice(0, this.#limit);
    let length = 0;
    const end = merged.findIndex(({ text }) => (length += text.length) > MAX_PAGE_LENGTH);
    if (end !== -1) {
      this.#isCut = true;
      // One record is always given: else there would be no way past it.
      this.#limit = Math.max(end, 1);
    }
    this.#found = merged.slice(0, this.#limit);
  }
}

/** Compares places in an order. */
export function comparisonOf(order: 'newest' | 'oldest'): (a: RecordKey, b: RecordKey) => number {
  return order === 'newest' ? (a, b) => compareKeys(b, a) : compareKeys;
}

/** Merges what is in order. */
export function mergeInOrder<Item>(
  a: readonly Item[],
  b: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Item[] {
  if (b.length === 0) return [...a];
  if (a.length === 0) return [...b];
  const merged: Item[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) merged.push(compare(b[j], a[i]) < 0 ? b[j++] : a[i++]);
  while (i < a.length) merged.push(a[i++]);
  while (j < b.length) merged.push(b[j++]);
  return merged;
}
