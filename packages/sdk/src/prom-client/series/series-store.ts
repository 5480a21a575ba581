import { generateFind } from '../../metrics/series/generated-find.ts';
import type { FindSeries } from '../../metrics/series/generated-find.ts';
import { OTHER, labelText as harmlessText, storableText } from '../../metrics/series/label-text.ts';
import { SeriesTable } from '../../metrics/series/series-table.ts';
import { ROWS_PER_PAGE } from '../../metrics/view/series-page.ts';
import type { SeriesPage } from '../../metrics/view/series-page.ts';
import type { Exemplar } from '../contract/exemplar.ts';
import { labelText } from '../contract/label-values.ts';
import type { LabelObject } from '../contract/label-values.ts';
import { sharedState } from '../contract/shared-state.ts';
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

const ROW_BITS = Math.log2(ROWS_PER_PAGE);
const ROW_MASK = ROWS_PER_PAGE - 1;

/** The series of one metric by label object: in any order, with labels missing, with values of any type. */
export class SeriesStore {
  readonly labelNames: readonly string[];
  /** Floats of a series. */
  readonly width: number;
  /** Grows whenever series go: who kept one has to look again. */
  generation = 0;
  /** The number of a series, added where it is new. Throws for a label that the metric does not have. */
  readonly numberOf: FindSeries;
  readonly #table: SeriesTable<SeriesState>;
  readonly #texts: string[];

  constructor(labelNames: readonly string[], width: number) {
    this.labelNames = labelNames;
    this.width = width;
    this.#table = new SeriesTable(labelNames.length, width);
    this.#texts = labelNames.map(() => MISSING);
    const slowly = (labels: object): number => this.#findOrAdd(labels as LabelObject);
    const { dictionaries, index } = this.#table;
    const canGenerate = labelNames.length > 0;
    this.numberOf =
      (canGenerate ? generateFind({ names: labelNames, dictionaries, index, slowly }) : undefined) ?? slowly;
  }

  /** The floats among which those of a series are. */
  valuesOf(series: number): Float64Array {
    return this.#table.blocks[series >>> ROW_BITS];
  }

  /** Where in them they begin. */
  offsetOf(series: number): number {
    return (series & ROW_MASK) * this.width;
  }

  /** The series of the labels, added where it is new. Throws for a label that the metric does not have. */
  series(labels: LabelObject): Series {
    const number = this.numberOf(labels);
    const { values, cells } = this.#table.pageOf(number);
    const row = number & ROW_MASK;
    return { state: cells[row] ?? { labels: NO_LABELS }, values, offset: row * this.width };
  }

  /** Removes a series; nothing happens where there is none. Throws as {@link series} does. */
  remove(labels: LabelObject): void {
    this.#read(labels);
    const number = this.#table.find(this.#texts);
    if (number < 0) return;
    this.#table.remove(number);
    this.generation++;
  }

  /** Removes all series. */
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

  /** Fills the list of texts. */
  #read(labels: LabelObject): void {
    validateLabel(this.labelNames, labels);
    const { guards } = sharedState();
    for (const [label, name] of this.labelNames.entries()) {
      const value = labels[name];
      this.#texts[label] = (guards ? guardedText(value) : givenText(value)) ?? MISSING;
    }
  }

  #findOrAdd(labels: LabelObject): number {
    this.#read(labels);
    const known = this.#table.find(this.#texts);
    if (known >= 0) {
      this.#alias(labels);
      return known;
    }
    const { guards } = sharedState();
    if (guards === undefined) return this.#add({ ...labels }, labels);
    if (this.#table.count >= guards.maxSeriesPerMetric) return this.#other();
    return this.#add(this.#shownTexts(), labels);
  }

  #add(shown: LabelObject, given: LabelObject): number {
    const number = this.#table.add(this.#texts);
    this.#table.pageOf(number).cells[number & ROW_MASK] = { labels: shown };
    this.#alias(given);
    return number;
  }

  /** Lets numbers such as status codes be found at once from now on. */
  #alias(labels: LabelObject): void {
    for (const [label, dictionary] of this.#table.dictionaries.entries()) {
      dictionary.alias(labels[this.labelNames[label]]);
    }
  }

  /** The series that stands for those beyond the limit. */
  #other(): number {
    this.#texts.fill(OTHER);
    const known = this.#table.find(this.#texts);
    return known >= 0 ? known : this.#add(this.#shownTexts(), NO_LABELS);
  }

  #shownTexts(): LabelObject {
    const entries = this.labelNames.map((name, label) => [name, this.#texts[label]]);
    return Object.fromEntries(entries.filter(([, text]) => text !== MISSING));
  }
}

/** The text of a value, as prom-client makes it. */
function givenText(value: unknown): string | undefined {
  return value === undefined ? undefined : labelText(value);
}

/** The text of a value under guards: harmless whatever was given. */
function guardedText(value: unknown): string | undefined {
  const text = harmlessText(value);
  return text === undefined ? undefined : storableText(text);
}
