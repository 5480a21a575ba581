import type { LabelSet } from '@telltale/model';

const FNV_PRIME = 0x0100_0193;
/** Stands between two texts. */
const SEPARATOR = 0xdfff;

/**
 * Finds series by their labels. A map by a text of all labels would hold that text for every series, as much as
 * the rest of the index: this one is by a number of 32 bits, and compares.
 */
export class SeriesByLabels {
  readonly #labelsOf: (id: number) => LabelSet | undefined;
  readonly #ids = new Map<number, number | number[]>();
  /** Other in each process, so that nobody can make up labels that all have one number. */
  readonly #seed = Math.floor(Math.random() * 2 ** 32);

  /** @param labelsOf Tells the labels of the series that were added. */
  constructor(labelsOf: (id: number) => LabelSet | undefined) {
    this.#labelsOf = labelsOf;
  }

  find(labels: LabelSet): number | undefined {
    const found = this.#ids.get(this.#hash(labels));
    if (typeof found === 'number') return this.#has(found, labels) ? found : undefined;
    return found?.find((id) => this.#has(id, labels));
  }

  add(id: number, labels: LabelSet): void {
    const hash = this.#hash(labels);
    const found = this.#ids.get(hash);
    if (found === undefined) this.#ids.set(hash, id);
    else if (typeof found === 'number') this.#ids.set(hash, [found, id]);
    else found.push(id);
  }

  remove(id: number, labels: LabelSet): void {
    const hash = this.#hash(labels);
    const found = this.#ids.get(hash);
    const left = typeof found === 'number' ? [] : (found ?? []).filter((other) => other !== id);
    if (left.length === 0) this.#ids.delete(hash);
    else this.#ids.set(hash, left);
  }

  #has(id: number, labels: LabelSet): boolean {
    const own = this.#labelsOf(id);
    return own !== undefined && areSame(own.names, labels.names) && areSame(own.values, labels.values);
  }

  #hash({ names, values }: LabelSet): number {
    let hash = this.#seed;
    for (let i = 0; i < names.length; i++) hash = mix(mix(hash, names[i]), values[i]);
    return hash | 0;
  }
}

function mix(seed: number, text: string): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return Math.imul(hash ^ SEPARATOR, FNV_PRIME);
}

function areSame(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
