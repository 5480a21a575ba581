import { LabelSet } from '@telltale/model';
import { parseLabels } from '../wal/record.ts';

/**
 * Labels of series as the catalog has them, read later. Equal texts become one string: series of one
 * target differ in few of theirs, and a string of its own for each would be most of the index.
 */
export class StoredLabels {
  #ids: number[] = [];
  #json: string[] = [];
  #next = 0;
  #texts = new Map<string, string>();
  #names: readonly string[] = [];

  get size(): number {
    return this.#ids.length - this.#next;
  }

  push(id: number, labelsJson: string): void {
    this.#ids.push(id);
    this.#json.push(labelsJson);
  }

  /** Reads the next `count` series, in the order in which they were added. */
  read(count: number, add: (id: number, labels: LabelSet) => void): void {
    const end = Math.min(this.#ids.length, this.#next + count);
    for (; this.#next < end; this.#next++) {
      const { names, values } = parseLabels(this.#json[this.#next]);
      const shared = LabelSet.fromSorted(
        this.#sharedNames(names),
        values.map((value) => this.#shared(value)),
      );
      add(this.#ids[this.#next], shared);
    }
    if (this.size > 0) return;
    this.#ids = [];
    this.#json = [];
    this.#next = 0;
    this.#texts = new Map();
  }

  #sharedNames(names: readonly string[]): readonly string[] {
    const isSame = names.length === this.#names.length && names.every((name, i) => name === this.#names[i]);
    if (!isSame) this.#names = names.map((name) => this.#shared(name));
    return this.#names;
  }

  #shared(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }
}
