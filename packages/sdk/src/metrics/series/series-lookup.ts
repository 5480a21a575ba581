import type { Diagnostics } from '../../diagnostics/diagnostics.ts';
import type { LabelPlan } from '../guards/label-plan.ts';
import { generateFind } from './generated-find.ts';
import type { FindSeries } from './generated-find.ts';
import { labelText } from './label-text.ts';
import type { SeriesAdmission } from './series-admission.ts';
import type { SeriesTable } from './series-table.ts';

type LabelObject = Readonly<Record<string, unknown>>;

/** What {@link SeriesLookup} needs to know of its metric. */
export interface LookupOptions {
  readonly metric: string;
  readonly plan: LabelPlan;
  readonly table: SeriesTable;
  readonly admission: SeriesAdmission;
  readonly diagnostics: Diagnostics;
  /** Whether anything is found at all. */
  readonly isOn: boolean;
  /** Makes the fast path of its own; the general one is used where it cannot. */
  readonly generate?: typeof generateFind;
}

/** Finds the series of a label object, and adds it where it is new. Never throws. */
export class SeriesLookup {
  /** The number of the series, added where it is new; -1 where the labels are refused. */
  readonly find: FindSeries;
  readonly #names: readonly string[];
  readonly #metric: string;
  readonly #table: SeriesTable;
  readonly #admission: SeriesAdmission;
  readonly #diagnostics: Diagnostics;
  /** Whether all labels are kept as they come: only then is there a fast path. */
  readonly #isWhole: boolean;
  /** By label: what gives the id of a value. */
  readonly #idsByValue: readonly ReadonlyMap<unknown, number>[];
  readonly #texts: string[];

  constructor(options: LookupOptions) {
    const { metric, plan, table, admission, diagnostics, generate = generateFind } = options;
    this.#names = plan.recorded;
    this.#metric = metric;
    this.#table = table;
    this.#admission = admission;
    this.#diagnostics = diagnostics;
    const isPlain = plan.kept.every(({ from, isRedacted }, label) => from === label && !isRedacted);
    const isWhole = isPlain && plan.kept.length === plan.recorded.length;
    this.#isWhole = isWhole;
    this.#idsByValue = table.dictionaries.map((dictionary) => dictionary.idByValue);
    const canGenerate = options.isOn && isWhole && plan.recorded.length > 0;
    const slowly = (labels: object) => this.#findByName(labels as LabelObject);
    const { index } = table;
    const generated = canGenerate
      ? generate({ names: plan.recorded, dictionaries: table.dictionaries, index, slowly })
      : undefined;
    const find = generated ?? ((labels: object) => this.#find(labels as LabelObject));
    this.find = options.isOn ? find : () => -1;
    this.#texts = plan.recorded.map(() => '');
  }

  /** The number of the series where it is there, else -1. */
  peek(labels: object): number {
    try {
      return this.#readByName(labels as LabelObject) ? this.#admission.find(this.#texts) : -1;
    } catch {
      return this.#refuseUnreadable();
    }
  }

  #find(labels: LabelObject): number {
    try {
      const series = this.#findInOrder(labels);
      if (series >= 0) return series;
    } catch {
      // Reading in order failed: reading by name says what is wrong.
    }
    return this.#findByName(labels);
  }

  /**
   * Finds a series whose labels stand in the order of their declaration and have values that are known: one
   * pass, in which V8 needs no look-up by name. -1 for any other.
   */
  #findInOrder(labels: LabelObject): number {
    if (!this.#isWhole) return -1;
    const names = this.#names;
    const idsByValue = this.#idsByValue;
    let label = 0;
    for (const name in labels) {
      if (name !== names[label]) return -1;
      const id = idsByValue[label].get(labels[name]);
      if (id === undefined) return -1;
      SOUGHT[label++] = id;
    }
    return label === names.length ? this.#table.index.find(SOUGHT) : -1;
  }

  /** Finds or adds a series whose labels come in any order and are of any type. */
  #findByName(labels: LabelObject): number {
    try {
      return this.#readByName(labels) ? this.#admit(labels) : -1;
    } catch {
      return this.#refuseUnreadable();
    }
  }

  #admit(labels: LabelObject): number {
    const series = this.#admission.admit(this.#texts);
    if (!this.#isWhole) return series;
    for (const [label, dictionary] of this.#table.dictionaries.entries()) {
      dictionary.alias(labels[this.#names[label]]);
    }
    return series;
  }

  /** Reads the texts of all labels; `false` where they are refused. */
  #readByName(labels: LabelObject): boolean {
    for (const [label, name] of this.#names.entries()) {
      const text = labelText(labels[name]);
      if (text === undefined) return this.#refuseMissing(name);
      this.#texts[label] = text;
    }
    let given = 0;
    // Counting is all that is needed: every declared label was found.
    for (const _ in labels) given++;
    return given === this.#names.length || this.#refuseUnknown(labels);
  }

  #refuseMissing(name: string): false {
    this.#diagnostics.drop('missing_label', this.#metric, () => `the label ${name} is missing`);
    return false;
  }

  #refuseUnknown(labels: object): false {
    const describe = () => {
      const unknown = Object.keys(labels).find((name) => !this.#names.includes(name));
      return `the label ${unknown ?? '(inherited)'} is not declared`;
    };
    this.#diagnostics.drop('unknown_label', this.#metric, describe);
    return false;
  }

  #refuseUnreadable(): -1 {
    this.#diagnostics.drop('unreadable_label', this.#metric, () => 'reading the labels threw an error');
    return -1;
  }
}

/** Ids of the values that are looked for; a look-up never waits, so one is enough. */
const SOUGHT = new Uint32Array(64);
