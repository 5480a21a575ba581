import type { FoundSeries } from '../read-planner.ts';
import type { NewLabels } from './messages.ts';

/**
 * Which labels a reading thread has been sent. Every text is sent once and then by its number: series
 * of one target differ in few of theirs.
 */
export class SentLabels {
  readonly #numbers = new Map<string, number>();
  #isKnown = new Uint8Array(1024);

  /** The labels of those series that were not sent before. */
  collect(series: readonly FoundSeries[]): NewLabels {
    const fresh = series.filter(({ id }) => this.#isNew(id));
    const newTexts: string[] = [];
    const texts: number[] = [];
    for (const { labels } of fresh) {
      for (let i = 0; i < labels.size; i++) {
        texts.push(this.#numberOf(labels.names[i], newTexts), this.#numberOf(labels.values[i], newTexts));
      }
    }
    return {
      ids: Uint32Array.from(fresh, ({ id }) => id),
      counts: Uint16Array.from(fresh, ({ labels }) => labels.size * 2),
      texts: Uint32Array.from(texts),
      newTexts,
    };
  }

  /** Everything is to be sent again: so labels of series that are gone take no room for ever. */
  forget(): void {
    this.#numbers.clear();
    this.#isKnown.fill(0);
  }

  #isNew(id: number): boolean {
    if (id >= this.#isKnown.length) {
      const larger = new Uint8Array(Math.max(id + 1, this.#isKnown.length * 2));
      larger.set(this.#isKnown);
      this.#isKnown = larger;
    }
    if (this.#isKnown[id] === 1) return false;
    this.#isKnown[id] = 1;
    return true;
  }

  #numberOf(text: string, newTexts: string[]): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(text, number);
      newTexts.push(text);
    }
    return number;
  }
}
