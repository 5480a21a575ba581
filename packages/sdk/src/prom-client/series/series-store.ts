import { SeriesTable } from '../../metrics/series/series-table.ts';
import { ROWS_PER_PAGE } from '../../metrics/view/series-page.ts';
import type { SeriesPage } from '../../metrics/view/series-page.ts';
import type { Exemplar } from '../contract/exemplar.ts';
import { labelText } from '../contract/label-values.ts';
import type { LabelObject } from '../contract/label-values.ts';
import type { QuantileWindow } from './quantile-window.ts';
import { validateLabel } from '../checks/validation.ts';

/** What a series has beside its floats. */
export interface SeriesState {
  /** As given when the series was added: its order and types are seen in pages and JSON. */
  readonly labels: LabelObject;
  /** The labels between braces, once they were written. */
  text?: string;
  /** Of a counter one, of a histogram one by index of the bucket. */
  exemplars?: (Exemplar | undefined)[];
  /** Of a summary. */
  window?: QuantileWindow;
}

/** One series: its floats are those of `values` from `offset` on. */
export interface Series {
  readonly state: SeriesState;
  readonly values: Float64Array;
  readonly offset: number;
}

/** The labels of a metric without labels. */
export const NO_LABELS: LabelObject = Object.freeze({});

/** Stands for a label that was not given; no text that anyone would use. */
const MISSING = '\u{0}missing';

const ROW_MASK = ROWS_PER_PAGE - 1;

/** The series of one metric by label object: in any order, with labels missing, with values of any type. */
export class SeriesStore {
  readonly labelNames: readonly string[];
  /** Floats of a series. */
  readonly width: number;
  /** Grows whenever series go: who kept one has to look again. */
  generation = 0;
  readonly #table: SeriesTable<SeriesState>;
  readonly #texts: string[];

  constructor(labelNames: readonly string[], width: number) {
    this.labelNames = labelNames;
    this.width = width;
    this.#table = new SeriesTable(labelNames.length, width);
    this.#texts = labelNames.map(() => MISSING);
  }

  /** The series of the labels, added where it is new. Throws for a label that the metric does not have. */
  series(labels: LabelObject): Series {
    this.#read(labels);
    return this.#seriesOf(this.#findOrAdd(labels));
  }

  /** The series of the labels, where there is one. */
  find(labels: LabelObject): Series | undefined {
    this.#read(labels);
    const number = this.#table.find(this.#texts);
    return number < 0 ? undefined : this.#seriesOf(number);
  }

  remove(labels: LabelObject): void {
    this.#read(labels);
    const number = this.#table.find(this.#texts);
    if (number < 0) return;
    this.#table.remove(number);
    this.generation++;
  }

  clear(): void {
    this.#table.clear();
    this.generation++;
  }

  /** All series for readers, in the order they were added in. */
  get pages(): readonly SeriesPage<SeriesState>[] {
    return this.#table.pages;
  }

  /** All series, in the order they were added in. */
  *[Symbol.iterator](): Generator<Series> {
    for (const { values, live, cells, rowCount } of this.#table.pages) {
      for (let row = 0; row < rowCount; row++) {
        const state = cells[row];
        if (live[row] === 1 && state) yield { state, values, offset: row * this.width };
      }
    }
  }

  /** Fills `#texts`. Mostly labels stand in the order of their declaration: one pass reads and checks them. */
  #read(labels: LabelObject): void {
    const names = this.labelNames;
    const texts = this.#texts;
    let at = 0;
    for (const name in labels) {
      const value = labels[name];
      if (name !== names[at] || typeof value !== 'string') {
        this.#readByName(labels);
        return;
      }
      texts[at++] = value;
    }
    while (at < texts.length) texts[at++] = MISSING;
  }

  #readByName(labels: LabelObject): void {
    validateLabel(this.labelNames, labels);
    for (const [index, name] of this.labelNames.entries()) {
      const value = labels[name];
      this.#texts[index] = value === undefined ? MISSING : labelText(value);
    }
  }

  #findOrAdd(labels: LabelObject): number {
    const known = this.#table.find(this.#texts);
    if (known >= 0) return known;
    const number = this.#table.add(this.#texts);
    this.#table.pageOf(number).cells[number & ROW_MASK] = { labels: { ...labels } };
    return number;
  }

  #seriesOf(number: number): Series {
    const { values, cells } = this.#table.pageOf(number);
    const row = number & ROW_MASK;
    return { state: cells[row] ?? { labels: NO_LABELS }, values, offset: row * this.width };
  }
}
