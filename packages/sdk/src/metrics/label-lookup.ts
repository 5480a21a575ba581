import type { LabelSpecs } from '@telltale/definition';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import { MAX_LABEL_LENGTH, labelText, storableText } from './label-text.ts';
import type { SeriesTable } from './series-table.ts';

/** The value of all labels of the series that stands for those beyond the limit. */
export const OVERFLOW = '__overflow__';

const CACHE_SIZE = 1024;

interface CachedSeries {
  readonly texts: readonly string[];
  readonly series: number;
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

  /** The number of the series, or -1 where the labels are refused. */
  find(labels: object): number {
    try {
      return this.#find(labels);
    } catch {
      this.#diagnostics.drop('unreadable_label', this.#metric, () => 'reading the labels threw an error');
      return -1;
    }
  }

  #find(labels: object): number {
    const values = labels as Readonly<Record<string, unknown>>;
    const names = this.names;
    const texts = this.#texts;
    let hash = 0;
    for (let i = 0; i < names.length; i++) {
      const value = values[names[i]];
      const text = typeof value === 'string' ? value : labelText(value);
      if (text === undefined) return this.#refuseMissing(names[i]);
      texts[i] = text;
      const { length } = text;
      const sample = length ^ (text.charCodeAt(length - 1) << 8) ^ (text.charCodeAt(length >> 1) << 16);
      hash = Math.imul(hash ^ sample, 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    let given = 0;
    // Counting is all that is needed: every declared label was found.
    for (const _ in labels) given++;
    if (given !== names.length) return this.#refuseUnknown(labels);
    const cached = this.#cache[hash & (CACHE_SIZE - 1)];
    if (cached !== undefined && isSame(cached.texts, texts)) return cached.series;
    return this.#findOrAdd(hash);
  }

  #findOrAdd(hash: number): number {
    const texts = this.#texts;
    let series = this.#table.find(texts);
    if (series < 0) series = this.#add();
    // What ends in the overflow is not cached, so that each measurement of it is counted.
    if (series !== this.#overflowSeries) this.#cache[hash & (CACHE_SIZE - 1)] = { texts: [...texts], series };
    return series;
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

  #refuseMissing(name: string): -1 {
    this.#diagnostics.drop('missing_label', this.#metric, () => `the label ${name} is missing`);
    return -1;
  }

  #refuseUnknown(labels: object): -1 {
    const describe = () => {
      const unknown = Object.keys(labels).find((name) => !this.names.includes(name));
      return `the label ${unknown ?? '(inherited)'} is not declared`;
    };
    this.#diagnostics.drop('unknown_label', this.#metric, describe);
    return -1;
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
