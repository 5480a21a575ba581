import { LabelSet } from '@telltale/model';
import type { NewLabels } from './messages.ts';

/** The labels that the thread with the index has sent. */
export class KnownLabels {
  readonly #texts: string[] = [];
  readonly #byId = new Map<number, LabelSet>();

  add({ ids, counts, texts, newTexts }: NewLabels): void {
    for (const text of newTexts) this.#texts.push(text);
    let at = 0;
    for (let i = 0; i < ids.length; i++) {
      const names: string[] = [];
      const values: string[] = [];
      for (const end = at + counts[i]; at < end; at += 2) {
        names.push(this.#texts[texts[at]]);
        values.push(this.#texts[texts[at + 1]]);
      }
      this.#byId.set(ids[i], LabelSet.fromSorted(names, values));
    }
  }

  of(ids: Uint32Array): LabelSet[] {
    return Array.from(ids, (id) => this.#byId.get(id) ?? LabelSet.empty);
  }

  forget(): void {
    this.#texts.length = 0;
    this.#byId.clear();
  }
}
