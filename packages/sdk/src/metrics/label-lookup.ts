import type { LabelSpecs } from '@telltale/definition';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import { MAX_LABEL_LENGTH, labelText, storableText } from './label-text.ts';
import type { SeriesSlot, SeriesTable } from './series-table.ts';

/** The value of all labels of the series that stands for those beyond the limit. */
const OVERFLOW = '__overflow__';

const CACHE_SIZE = 1024;
const COLLISIONS_PER_CHANGE = 16;

type LabelObject = Readonly<Record<string, unknown>>;

interface CachedSeries {
  readonly texts: readonly string[];
  readonly slot: SeriesSlot;
}

/** What {@link LabelLookup} needs to know of its metric. */
export interface LabelLookupOptions {
  readonly metric: string;
  readonly labels: LabelSpecs;
  readonly table: SeriesTable;
  readonly maxSeries: number;
  readonly diagnostics: Diagnostics;
}

/** Finds the series of a label object, and adds it where it is new. Never throws. */
export class LabelLookup {
  readonly names: readonly string[];
  readonly #metric: string;
  readonly #listed: readonly (ReadonlySet<string> | undefined)[];
  readonly #table: SeriesTable;
  readonly #maxSeries: number;
  readonly #diagnostics: Diagnostics;
  /** By a sampled hash of the values: texts are mostly the same objects, so that comparing is cheap. */
  readonly #cache: (CachedSeries | undefined)[] = [];
  readonly #texts: string[];
  #overflowSeries = -1;
  #collisions = 0;

  constructor(options: LabelLookupOptions) {
    this.names = Object.keys(options.labels);
    this.#metric = options.metric;
    this.#listed = Object.values(options.labels).map((spec) =>
      Array.isArray(spec) ? new Set(spec) : undefined,
    );
    this.#table = options.table;
    this.#maxSeries = options.maxSeries;
    this.#diagnostics = options.diagnostics;
    this.#texts = this.names.map(() => '');
    for (let i = 0; i < CACHE_SIZE; i++) this.#cache.push(undefined);
  }

  /** Where the values of the series are, or `undefined` where the labels are refused. */
  find(labels: object): SeriesSlot | undefined {
    try {
      const hash = this.#readInOrder(labels as LabelObject);
      if (hash < 0) return this.#readByName(labels as LabelObject) ? this.#findOrAdd(-1) : undefined;
      const cached = this.#cache[hash];
      return cached !== undefined && isSame(cached.texts, this.#texts) ? cached.slot : this.#findOrAdd(hash);
    } catch {
      this.#diagnostics.drop('unreadable_label', this.#metric, () => 'reading the labels threw an error');
      return undefined;
    }
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
  #findOrAdd(place: number): SeriesSlot {
    const texts = this.#texts;
    let series = this.#table.find(texts);
    if (series < 0) series = this.#add();
    const slot = this.#table.slotOf(series);
    // What ends in the overflow is not cached, so that each measurement of it is counted.
    if (place >= 0 && series !== this.#overflowSeries) this.#remember(place, slot);
    return slot;
  }

  #remember(place: number, slot: SeriesSlot): void {
    const isTaken = this.#cache[place] !== undefined;
    // Where two busy series share a place, replacing each other every time would cost more than it saves.
    if (isTaken && ++this.#collisions % COLLISIONS_PER_CHANGE > 0) return;
    this.#cache[place] = { texts: [...this.#texts], slot };
  }

  /** Adds the series of `#texts`, or finds it under the texts it can be stored with. */
  #add(): number {
    const stored = this.#texts.map(storableText);
    this.#tellOfChanges(stored);
    const known = this.#table.find(stored);
    if (known >= 0) return known;
    if (this.#table.count >= this.#maxSeries) return this.#overflow();
    return this.#table.add(stored);
  }

  #overflow(): number {
    this.#diagnostics.drop(
      'series_limit',
      this.#metric,
      () => `more than ${this.#maxSeries} series: new ones are added up in the labels ${OVERFLOW}`,
    );
    if (this.#overflowSeries < 0) this.#overflowSeries = this.#table.add(this.names.map(() => OVERFLOW));
    return this.#overflowSeries;
  }

  #tellOfChanges(stored: readonly string[]): void {
    for (const [i, text] of stored.entries()) {
      if (this.#texts[i].length > MAX_LABEL_LENGTH) {
        this.#diagnostics.tell(
          'label_value_cut',
          this.#metric,
          () => `a value of ${this.names[i]} is longer than ${MAX_LABEL_LENGTH} characters`,
        );
      }
      if (this.#listed[i]?.has(text) === false) {
        this.#diagnostics.tell(
          'undeclared_label_value',
          this.#metric,
          () => `'${text}' is not in the declared values of ${this.names[i]}`,
        );
      }
    }
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
