import type { Diagnostics } from '../../diagnostics/diagnostics.ts';
import { labelText } from './label-text.ts';
import type { SeriesAdmission } from './series-admission.ts';

const CACHE_SIZE = 1024;
const COLLISIONS_PER_CHANGE = 16;

type LabelObject = Readonly<Record<string, unknown>>;

interface CachedSeries {
  readonly texts: readonly string[];
  readonly series: number;
}

/** What {@link SeriesLookup} needs to know of its metric. */
export interface LookupOptions {
  readonly metric: string;
  /** Names of the labels as they are recorded. */
  readonly names: readonly string[];
  readonly admission: SeriesAdmission;
  readonly diagnostics: Diagnostics;
}

/** Finds the series of a label object, and adds it where it is new. Never throws. */
export class SeriesLookup {
  readonly names: readonly string[];
  readonly #metric: string;
  readonly #admission: SeriesAdmission;
  readonly #diagnostics: Diagnostics;
  /** By a sampled hash of the values: texts are mostly the same objects, so that comparing is cheap. */
  readonly #cache: (CachedSeries | undefined)[] = [];
  readonly #texts: string[];
  #collisions = 0;

  constructor({ metric, names, admission, diagnostics }: LookupOptions) {
    this.names = names;
    this.#metric = metric;
    this.#admission = admission;
    this.#diagnostics = diagnostics;
    this.#texts = names.map(() => '');
    for (let i = 0; i < CACHE_SIZE; i++) this.#cache.push(undefined);
  }

  /** The number of the series, or -1 where the labels are refused. */
  find(labels: object): number {
    try {
      const hash = this.#readInOrder(labels as LabelObject);
      if (hash < 0) return this.#readByName(labels as LabelObject) ? this.#findOrAdd(-1) : -1;
      const cached = this.#cache[hash];
      return cached !== undefined && isSame(cached.texts, this.#texts)
        ? cached.series
        : this.#findOrAdd(hash);
    } catch {
      this.#diagnostics.drop('unreadable_label', this.#metric, () => 'reading the labels threw an error');
      return -1;
    }
  }

  /** The number of the series where it is there, else -1. */
  peek(labels: object): number {
    try {
      return this.#readByName(labels as LabelObject) ? this.#admission.find(this.#texts) : -1;
    } catch {
      this.#diagnostics.drop('unreadable_label', this.#metric, () => 'reading the labels threw an error');
      return -1;
    }
  }

  /** Series were removed. */
  forget(): void {
    this.#cache.fill(undefined);
  }

  /**
   * Reads labels that are texts and stand in the order of their declaration: one pass, in which V8 needs no
   * look-up by name. The result is their place in the cache, or -1 for other labels.
   */
  #readInOrder(labels: LabelObject): number {
    const names = this.names;
    const texts = this.#texts;
    let hash = 0;
    let i = 0;
    for (const name in labels) {
      const text = labels[name];
      if (name !== names[i] || typeof text !== 'string') return -1;
      texts[i++] = text;
      hash = sampledHash(hash, text);
    }
    return i === names.length ? hash & (CACHE_SIZE - 1) : -1;
  }

  /** Reads labels in any order and of any type; `false` where they are refused. */
  #readByName(labels: LabelObject): boolean {
    for (const [i, name] of this.names.entries()) {
      const text = labelText(labels[name]);
      if (text === undefined) return this.#refuseMissing(name);
      this.#texts[i] = text;
    }
    let given = 0;
    // Counting is all that is needed: every declared label was found.
    for (const _ in labels) given++;
    return given === this.names.length || this.#refuseUnknown(labels);
  }

  /** The series of `#texts`; `place` is where to cache it, -1 for nowhere. */
  #findOrAdd(place: number): number {
    const series = this.#admission.admit(this.#texts);
    // What ends in the series for all others is not cached, so that each measurement of it is counted.
    if (place >= 0 && !this.#admission.isOther(series)) this.#remember(place, series);
    return series;
  }

  #remember(place: number, series: number): void {
    const isTaken = this.#cache[place] !== undefined;
    // Where two busy series share a place, replacing each other every time would cost more than it saves.
    if (isTaken && ++this.#collisions % COLLISIONS_PER_CHANGE > 0) return;
    this.#cache[place] = { texts: [...this.#texts], series };
  }

  #refuseMissing(name: string): false {
    this.#diagnostics.drop('missing_label', this.#metric, () => `the label ${name} is missing`);
    return false;
  }

  #refuseUnknown(labels: object): false {
    const describe = () => {
      const unknown = Object.keys(labels).find((name) => !this.names.includes(name));
      return `the label ${unknown ?? '(inherited)'} is not declared`;
    };
    this.#diagnostics.drop('unknown_label', this.#metric, describe);
    return false;
  }
}

/** Mixes four characters of a text into a hash: reading all of them would cost more than a collision. */
function sampledHash(seed: number, text: string): number {
  const { length } = text;
  const quarter = length >> 2;
  const ends = text.charCodeAt(length - 1) ^ (text.charCodeAt(quarter) << 8);
  const middle = (text.charCodeAt(length >> 1) << 16) ^ (text.charCodeAt(length - 1 - quarter) << 24);
  const hash = Math.imul(seed ^ length ^ ends ^ middle, 0x9e3779b1);
  return hash ^ (hash >>> 15);
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
