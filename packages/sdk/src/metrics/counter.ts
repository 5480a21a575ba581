import type { LabelSpecs, LabelValues } from '@telltale/definition';
import type { Collectors } from './collectors.ts';
import { received } from './collectors.ts';
import type { ExemplarKeeper, ExemplarOptions } from './exemplars/exemplar-keeper.ts';
import { LabelledInstrument } from './labelled-instrument.ts';
import type { Metric } from './metric.ts';
import type { FindSeries } from './series/generated-find.ts';
import type { TablePage } from './series/table-page.ts';

/** One series of a counter; also a counter without labels. */
export class CounterHandle {
  readonly #page: TablePage;
  readonly #values: Float64Array;
  readonly #row: number;
  readonly #metric: Metric;
  readonly #collectors: Collectors;
  readonly #exemplars: ExemplarKeeper | undefined;

  constructor(metric: Metric, collectors: Collectors, labels: object) {
    const { page, row } = metric.slot(labels);
    this.#page = page;
    this.#values = page.values;
    this.#row = row;
    this.#metric = metric;
    this.#exemplars = metric.exemplars;
    this.#collectors = collectors;
  }

  /** Adds to the count; 1 by default. Negative and infinite steps are refused. */
  inc(step = 1, options?: ExemplarOptions): void {
    if (!isStep(step)) {
      this.#metric.refuse(step);
      return;
    }
    this.#values[this.#row] += step;
    if (this.#exemplars !== undefined) this.#keepExemplar(step, options);
  }

  /**
   * Reads a total that is kept elsewhere at each gathering; a smaller one is ignored. What `readTotal`
   * throws is counted, and the last total stays.
   */
  collect(readTotal: () => number | Promise<number>): void {
    this.#collectors.add(this.#metric, () => received(readTotal(), (total) => this.#raiseTo(total)));
  }

  #keepExemplar(value: number, options: ExemplarOptions | undefined): void {
    this.#exemplars?.keep({ page: this.#page, row: this.#row, place: 0, value }, options?.exemplar);
  }

  #raiseTo(total: number): void {
    if (!isStep(total)) this.#metric.refuse(total);
    else if (total > this.#values[this.#row]) this.#values[this.#row] = total;
  }
}

/** A counter with labels. */
export class Counter<Specs extends LabelSpecs = LabelSpecs> extends LabelledInstrument<Specs> {
  readonly #collectors: Collectors;
  readonly #find: FindSeries;
  readonly #blocks: readonly Float64Array[];
  readonly #exemplars: ExemplarKeeper | undefined;

  constructor(metric: Metric, collectors: Collectors) {
    super(metric);
    this.#collectors = collectors;
    this.#find = metric.lookup.find;
    this.#blocks = metric.table.blocks;
    this.#exemplars = metric.exemplars;
  }

  /** Adds to the count of the labels; 1 by default. Negative and infinite steps are refused. */
  inc(labels: LabelValues<Specs>, step = 1, options?: ExemplarOptions): void {
    if (!isStep(step)) {
      this.metric.refuse(step);
      return;
    }
    const series = this.#find(labels);
    if (series < 0) return;
    this.#blocks[series >>> 6][series & 63] += step;
    if (this.#exemplars !== undefined) this.#keepExemplar(series, step, options);
  }

  /** One series, found once: recording into it is much faster. */
  with(labels: LabelValues<Specs>): CounterHandle {
    return new CounterHandle(this.metric, this.#collectors, labels);
  }

  #keepExemplar(series: number, value: number, options: ExemplarOptions | undefined): void {
    const page = this.metric.table.pageOf(series);
    this.#exemplars?.keep({ page, row: series & 63, place: 0, value }, options?.exemplar);
  }
}

function isStep(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}
