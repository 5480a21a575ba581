import { LabelSet } from '@telltale/model';

/** So many texts are remembered; then it begins anew. */
const MAX_TEXTS = 4096;
/** Parts of a text that are as long hold on to the whole of it, which is a line of a page. */
const MIN_PART_LENGTH = 13;

/**
 * Makes label sets that share what they have in common: series of one target differ in few of their texts, and texts
 * of its own for each would take more memory than its samples.
 */
export class SharedLabels {
  readonly #texts = new Map<string, string>();
  #names: readonly string[] = [];

  /** An equal set. */
  share({ names, values }: LabelSet): LabelSet {
    const isSame = names.length === this.#names.length && names.every((name, i) => name === this.#names[i]);
    if (!isSame) this.#names = names.map((name) => this.#text(name));
    return LabelSet.fromSorted(
      this.#names,
      values.map((value) => this.#text(value)),
    );
  }

  #text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    if (this.#texts.size >= MAX_TEXTS) this.#texts.clear();
    // Half a surrogate pair, which bytes cannot carry, cannot come from a page, but from a rule.
    const own = text.length < MIN_PART_LENGTH || !text.isWellFormed() ? text : Buffer.from(text).toString();
    this.#texts.set(own, own);
    return own;
  }
}
