import { LabelSet } from '../labels/label-set.ts';

/** A label of a set that is being changed. */
export interface EditedLabel {
  readonly name: string;
  readonly value: string;
}

const NONE: readonly EditedLabel[] = [];

/**
 * Labels while they are changed, made for many sets one after the other: as long as nothing changes it
 * makes no objects, and gives back the very set it was given.
 */
export class LabelEdit {
  #base = LabelSet.empty;
  readonly #names: string[] = [];
  readonly #values: string[] = [];
  /** How many of the names and values count; the others are of sets before. */
  #written = 0;
  readonly #deleted: string[] = [];
  #deletions = 0;

  /** Begins anew. */
  reset(base: LabelSet): void {
    this.#base = base;
    this.#written = 0;
    this.#deletions = 0;
  }

  /** The value of a label; empty where it is missing. */
  get(name: string): string {
    const at = this.#indexOf(name);
    if (at >= 0) return this.#values[at];
    return this.#isDeleted(name) ? '' : this.#base.get(name);
  }

  /** Writes a label; an empty value removes it. */
  set(name: string, value: string): void {
    if (value === '') return this.delete(name);
    const at = this.#indexOf(name);
    if (at >= 0) {
      this.#values[at] = value;
      return;
    }
    this.#names[this.#written] = name;
    this.#values[this.#written++] = value;
  }

  delete(name: string): void {
    const at = this.#indexOf(name);
    if (at >= 0) {
      this.#names.copyWithin(at, at + 1, this.#written);
      this.#values.copyWithin(at, at + 1, this.#written);
      this.#written--;
    }
    if (!this.#isDeleted(name)) this.#deleted[this.#deletions++] = name;
  }

  /** The labels whose names pass a test, as they are now, by name. */
  select(test: (name: string) => boolean): readonly EditedLabel[] {
    let found: EditedLabel[] | undefined;
    const { names, values } = this.#base;
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (!test(name) || this.#isDeleted(name) || this.#indexOf(name) >= 0) continue;
      (found ??= []).push({ name, value: values[i] });
    }
    for (let i = 0; i < this.#written; i++) {
      const name = this.#names[i];
      if (test(name)) (found ??= []).push({ name, value: this.#values[i] });
    }
    // Without an order, which of two labels a step copies to one name would be chance.
    return this.#written > 0 && found ? found.sort(byName) : (found ?? NONE);
  }

  /** The labels as they are now: the set that was given where they are the same. */
  labels(): LabelSet {
    if (!this.#isChanged()) return this.#base;
    return LabelSet.from(this.select(() => true).map(({ name, value }) => [name, value] as const));
  }

  #isChanged(): boolean {
    for (let i = 0; i < this.#written; i++) {
      if (this.#base.get(this.#names[i]) !== this.#values[i]) return true;
    }
    for (let i = 0; i < this.#deletions; i++) {
      const name = this.#deleted[i];
      if (this.#base.has(name) && this.#indexOf(name) < 0) return true;
    }
    return false;
  }

  #indexOf(name: string): number {
    for (let i = 0; i < this.#written; i++) if (this.#names[i] === name) return i;
    return -1;
  }

  #isDeleted(name: string): boolean {
    for (let i = 0; i < this.#deletions; i++) if (this.#deleted[i] === name) return true;
    return false;
  }
}

function byName(a: EditedLabel, b: EditedLabel): number {
  return a.name < b.name ? -1 : 1;
}
