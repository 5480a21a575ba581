import type { LabelSpecs, MetricDeclaration } from '@telltale/definition';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import { LabelLookup } from './label-lookup.ts';
import type { SeriesSlot } from './series-table.ts';
import { SeriesTable } from './series-table.ts';

/** Closed label lists with at most this many combinations start with all series at zero. */
const MAX_ZERO_SERIES = 100;

/** What a metric is made from. */
export interface MetricOptions {
  readonly name: string;
  readonly declaration: MetricDeclaration;
  readonly maxSeries: number;
  readonly diagnostics: Diagnostics;
}

/** One metric of a registry: its declaration, its series and their values. */
export class Metric {
  readonly name: string;
  readonly kind: MetricDeclaration['kind'];
  readonly help: string;
  readonly unit: string;
  readonly labelNames: readonly string[];
  /** Upper bounds without +Inf; empty but for histograms. */
  readonly buckets: readonly number[];
  readonly table: SeriesTable;
  readonly lookup: LabelLookup;
  readonly #diagnostics: Diagnostics;

  constructor({ name, declaration, maxSeries, diagnostics }: MetricOptions) {
    this.name = name;
    this.kind = declaration.kind;
    this.help = declaration.help;
    this.unit = declaration.unit;
    this.buckets = declaration.kind === 'histogram' ? declaration.buckets : [];
    this.#diagnostics = diagnostics;
    const { labels } = declaration;
    this.labelNames = Object.keys(labels);
    // A histogram keeps its sum and one count for each bucket, the last of them for +Inf.
    const width = declaration.kind === 'histogram' ? this.buckets.length + 2 : 1;
    this.table = new SeriesTable(this.labelNames.length, width);
    this.lookup = new LabelLookup({ metric: name, labels, table: this.table, maxSeries, diagnostics });
    for (const texts of zeroSeries(labels)) this.table.add(texts);
  }

  /** Where the values of the series with these labels are; where they are refused, somewhere unseen. */
  slot(labels: object): SeriesSlot {
    return this.lookup.find(labels) ?? { page: new Float64Array(this.table.width), offset: 0 };
  }

  /** A value is not recorded because it is not a number that the kind of metric takes. */
  refuse(value: unknown): void {
    const isNegative =
      typeof value === 'number' && value < 0 && this.kind === 'counter' && value !== -Infinity;
    const describe = () => `${typeof value === 'number' ? value : `a ${typeof value}`} cannot be recorded`;
    this.#diagnostics.drop(isNegative ? 'negative_step' : 'invalid_value', this.name, describe);
  }

  /** A function that provides values failed. */
  collectFailed(error: unknown): void {
    const describe = () => `collecting failed: ${error instanceof Error ? error.message : typeof error}`;
    this.#diagnostics.drop('collect_failed', this.name, describe);
  }
}

/** All combinations of labels whose values are listed; none where a label is open or there are too many. */
function zeroSeries(labels: LabelSpecs): string[][] {
  let combinations: string[][] = [[]];
  for (const spec of Object.values(labels)) {
    if (!Array.isArray(spec) || combinations.length * spec.length > MAX_ZERO_SERIES) return [];
    combinations = combinations.flatMap((texts) => spec.map((text: string) => [...texts, text]));
  }
  return combinations;
}
