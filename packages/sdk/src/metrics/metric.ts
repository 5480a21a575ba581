import type {
  Aggregate,
  LabelSpecs,
  MetricDeclaration,
  NativeOptions,
  SamplingOptions,
} from '@telltale/definition';
import { parseDuration } from '@telltale/model';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import type { CoarseClock } from './coarse-clock.ts';
import { NativeBuckets } from './distribution/native-buckets.ts';
import { QuantileSketch } from './distribution/quantile-sketch.ts';
import { ExemplarKeeper } from './exemplars/exemplar-keeper.ts';
import type { ExemplarProvider } from './exemplars/exemplar-keeper.ts';
import type { GuardOptions } from './guards/guard-options.ts';
import { planLabels } from './guards/label-plan.ts';
import { REDACTED } from './guards/sensitive-text.ts';
import { SeriesAdmission } from './series/series-admission.ts';
import { SeriesExpiry } from './series/series-expiry.ts';
import { SeriesLookup } from './series/series-lookup.ts';
import { SeriesTable } from './series/series-table.ts';
import { TablePage } from './series/table-page.ts';
import type { MetricView } from './view/metric-view.ts';

/** Closed label lists with at most this many combinations start with all series at zero. */
const MAX_ZERO_SERIES = 100;

/** State of a series that is no plain float. */
export type Cell = NativeBuckets | QuantileSketch;

/** What a metric is made from. */
export interface MetricSetup {
  readonly name: string;
  readonly declaration: MetricDeclaration;
  readonly maxSeries: number;
  readonly guards: GuardOptions;
  readonly diagnostics: Diagnostics;
  readonly clock: CoarseClock;
  /** What gives the exemplars of metrics that keep some. */
  readonly exemplars: ExemplarProvider | undefined;
  /** Whether anything is recorded. */
  readonly isOn: boolean;
}

/** One series: its page, and its row there. */
export interface SeriesSlot {
  readonly page: TablePage<Cell>;
  readonly row: number;
}

/** One metric of a registry: its declaration, its series and their values. */
export class Metric implements MetricView {
  readonly name: string;
  readonly declaration: MetricDeclaration;
  readonly labelNames: readonly string[];
  readonly bounds: readonly number[];
  readonly native: NativeOptions | undefined;
  /** Present where only a part of the observations is looked at in full. */
  readonly sampling: SamplingOptions | undefined;
  readonly quantiles: readonly number[];
  readonly states: readonly string[];
  readonly aggregate: Aggregate;
  readonly hasExemplars: boolean;
  readonly width: number;
  readonly maxSeries: number;
  readonly createdMs = Date.now();
  readonly table: SeriesTable<Cell>;
  readonly lookup: SeriesLookup;
  readonly clock: CoarseClock;
  /** Present where exemplars are kept. */
  readonly exemplars: ExemplarKeeper | undefined;
  readonly #admission: SeriesAdmission;
  /** Label values of the series that are there from the start; none for an info, which says only what is set. */
  readonly #zeros: readonly (readonly string[])[];
  readonly #diagnostics: Diagnostics;
  readonly #expiry: SeriesExpiry | undefined;

  constructor(setup: MetricSetup) {
    const { name, declaration, maxSeries, guards, diagnostics, clock, isOn } = setup;
    this.name = name;
    this.declaration = declaration;
    this.#diagnostics = diagnostics;
    this.clock = clock;
    const { kind, labels } = declaration;
    this.bounds = kind === 'histogram' ? declaration.buckets : [];
    this.native = kind === 'histogram' ? declaration.native : undefined;
    this.sampling = kind === 'histogram' || kind === 'summary' ? declaration.sampling : undefined;
    this.quantiles = kind === 'summary' ? declaration.quantiles : [];
    this.states = kind === 'stateset' ? declaration.states : [];
    this.aggregate = (kind === 'gauge' ? declaration.aggregate : undefined) ?? 'sum';
    this.hasExemplars = (kind === 'counter' || kind === 'histogram') && declaration.exemplars === true;
    const provider = setup.exemplars;
    this.exemplars = this.hasExemplars
      ? new ExemplarKeeper({ metric: name, provider, clock, diagnostics })
      : undefined;
    this.width = widthOf(declaration);
    const plan = planLabels(name, declaration, guards);
    this.labelNames = plan.kept.map((label) => label.name);
    for (const label of plan.kept) {
      if (!label.isRedacted) continue;
      const describe = () =>
        `${label.name} sounds like secrets or personal data: its values become ${REDACTED}; ` +
        'where that is wrong, name the label in guards.allowSensitive';
      diagnostics.tell('sensitive_label', name, describe);
    }
    this.table = new SeriesTable<Cell>(this.labelNames.length, this.width, cellMaker(declaration, clock));
    const zeros = kind === 'info' ? [] : zeroSeries(labels);
    this.maxSeries = Math.max(declaration.maxSeries ?? maxSeries, zeros.length);
    this.#admission = new SeriesAdmission({
      metric: name,
      plan,
      table: this.table,
      // What is declared value by value is there on purpose.
      maxSeries: this.maxSeries,
      diagnostics,
    });
    this.lookup = new SeriesLookup({
      metric: name,
      plan,
      table: this.table,
      admission: this.#admission,
      diagnostics,
      isOn,
    });
    const ttlMs = declaration.ttl === undefined ? undefined : parseDuration(declaration.ttl);
    this.#expiry = ttlMs === undefined ? undefined : new SeriesExpiry(this.table, ttlMs);
    this.#zeros = zeros;
    this.#addZeroSeries();
  }

  get kind(): MetricDeclaration['kind'] {
    return this.declaration.kind;
  }

  get help(): string {
    return this.declaration.help;
  }

  get unit(): string {
    return this.declaration.unit;
  }

  get pages(): readonly TablePage<Cell>[] {
    return this.table.pages;
  }

  get seriesCount(): number {
    let count = 0;
    for (const { live } of this.table.pages) for (const isShown of live) count += isShown;
    return count;
  }

  /** Where the series with these labels is; where they are refused, somewhere unseen. */
  slot(labels: object): SeriesSlot {
    const series = this.lookup.find(labels);
    if (series >= 0) {
      const slot = { page: this.table.pageOf(series), row: this.table.rowOf(series) };
      slot.page.pin(slot.row);
      return slot;
    }
    const unseen = new SeriesTable<Cell>(0, this.width, cellMaker(this.declaration, this.clock));
    return { page: unseen.pageOf(unseen.add([])), row: 0 };
  }

  /** Removes the series with these labels, if there is one. */
  remove(labels: object): void {
    const series = this.lookup.peek(labels);
    if (series >= 0) this.table.remove(series);
  }

  /** Removes all series; those of listed labels start at zero again. */
  clear(): void {
    this.table.clear();
    this.#addZeroSeries();
  }

  /** Hides or removes what has not changed for the time that was declared. */
  expire(): void {
    this.#expiry?.sweep(this.clock.now());
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

  #addZeroSeries(): void {
    for (const texts of this.#zeros) this.#admission.admit(texts);
  }
}

/** Floats of a series: as {@link MetricView} says. */
function widthOf(declaration: MetricDeclaration): number {
  switch (declaration.kind) {
    case 'histogram':
      return declaration.buckets.length + 2;
    case 'summary':
      return 2;
    case 'stateset':
      return declaration.states.length;
    case 'counter':
    case 'gauge':
    case 'info':
      return 1;
  }
}

/** What makes the cell of a new series; `undefined` where floats are all there is. */
function cellMaker(declaration: MetricDeclaration, clock: CoarseClock): (() => Cell) | undefined {
  if (declaration.kind === 'histogram') {
    const { native } = declaration;
    return native && (() => new NativeBuckets(native));
  }
  if (declaration.kind !== 'summary') return undefined;
  const { ageBuckets, maxAge } = declaration;
  const window = { maxAgeMs: parseDuration(maxAge) ?? DEFAULT_MAX_AGE_MS, ageBuckets };
  return () => new QuantileSketch(window, clock);
}

const DEFAULT_MAX_AGE_MS = 600_000;

/** All combinations of labels whose values are listed; none where a label is open or there are too many. */
function zeroSeries(labels: LabelSpecs): string[][] {
  let combinations: string[][] = [[]];
  for (const spec of Object.values(labels)) {
    if (!Array.isArray(spec) || combinations.length * spec.length > MAX_ZERO_SERIES) return [];
    combinations = combinations.flatMap((texts) => spec.map((text: string) => [...texts, text]));
  }
  return combinations;
}
