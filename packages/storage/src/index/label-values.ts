import type { CompiledMatcher } from '@telltale/model';
import type { Turn } from '../turns/turn.ts';
import { addId } from './posting.ts';
import type { Posting } from './posting.ts';

/** How many values are matched between two looks at the clock. */
const VALUES_PER_LOOK = 256;
/** Patterns of a label whose result is remembered: those of some dashboards. */
const MAX_REMEMBERED = 32;
/** A larger result is found anew each time: it would take more memory than it saves time. */
const MAX_REMEMBERED_VALUES = 65_536;

/** The values that satisfy a pattern, as far as they were looked at. */
interface Match {
  readonly found: Posting[];
  scanned: number;
}

/** The values of one label, and the series that have them. */
export class LabelValues {
  #byValue = new Map<string, Posting>();
  /** In the order in which they came, so that a remembered match knows which are new. */
  #inOrder: Posting[] = [];
  readonly #matches = new Map<string, Match>();

  /** How many different values there are. */
  get size(): number {
    return this.#inOrder.length;
  }

  get(value: string): Posting | undefined {
    return this.#byValue.get(value);
  }

  /** Adds a series, whose id is above all others; returns the posting of its value. */
  add(value: string, id: number): Posting {
    let posting = this.#byValue.get(value);
    if (posting === undefined) {
      posting = { value, ids: id };
      this.#byValue.set(value, posting);
      this.#inOrder.push(posting);
    } else {
      addId(posting, id);
    }
    return posting;
  }

  /** Forgets series that have one of the values. Postings that were given out stay as they were. */
  remove(values: ReadonlySet<string>, gone: ReadonlySet<number>): void {
    this.#matches.clear();
    for (const value of values) {
      const posting = this.#byValue.get(value);
      if (posting === undefined) continue;
      const kept = (typeof posting.ids === 'number' ? [posting.ids] : posting.ids).filter(
        (id) => !gone.has(id),
      );
      if (kept.length === 0) this.#byValue.delete(value);
      else this.#byValue.set(value, { value: posting.value, ids: kept.length === 1 ? kept[0] : kept });
    }
    this.#inOrder = [...this.#byValue.values()];
  }

  /**
   * The postings whose value does, or does not, satisfy a matcher. The first time every value is asked,
   * in turns; after that only new ones are.
   */
  async where(
    matcher: CompiledMatcher,
    wanted: boolean,
    turn: Turn,
    signal?: AbortSignal,
  ): Promise<readonly Posting[]> {
    const key = `${wanted}${matcher.op}${matcher.value}`;
    const match = this.#matchOf(key);
    const values = this.#inOrder;
    while (match.scanned < values.length) {
      const end = Math.min(values.length, match.scanned + VALUES_PER_LOOK);
      while (match.scanned < end) {
        const posting = values[match.scanned];
        if (matcher.matches(posting.value) === wanted) match.found.push(posting);
        match.scanned++;
      }
      if (turn.isOver) await turn.end(signal);
    }
    if (match.found.length > MAX_REMEMBERED_VALUES) this.#matches.delete(key);
    return match.found;
  }

  #matchOf(key: string): Match {
    const match = this.#matches.get(key) ?? { found: [], scanned: 0 };
    // The order of the map is the order of use.
    this.#matches.delete(key);
    this.#matches.set(key, match);
    if (this.#matches.size > MAX_REMEMBERED) {
      for (const oldest of this.#matches.keys()) {
        this.#matches.delete(oldest);
        break;
      }
    }
    return match;
  }
}
