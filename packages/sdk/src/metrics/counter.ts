import type { LabelSpecs, LabelValues } from '@telltale/definition';
import type { Collectors } from './collectors.ts';
import { received } from './collectors.ts';
import { LabelledInstrument } from './labelled-instrument.ts';
import type { Metric } from './metric.ts';

/** One series of a counter; also a counter without labels. */
export class CounterHandle {
  readonly #values: Float64Array;
  readonly #row: number;
  readonly #metric: Metric;
  readonly #collectors: Collectors;

  constructor(metric: Metric, collectors: Collectors, labels: object) {
    const { page, row } = metric.slot(labels);
    this.#values = page.values;
    this.#row = row;
    this.#metric = metric;
    this.#collectors = collectors;
  }

  /** Adds to the count; 1 by default. Negative and infinite steps are refused. */
  inc(step = 1): void {
    if (isStep(step)) this.#values[this.#row] += step;
    else this.#metric.refuse(step);
  }

  /**
   * Reads a total that is kept elsewhere at each gathering; a smaller one is ignored. What `readTotal`
   * throws is counted, and the last total stays.
   */
  collect(readTotal: () => number | Promise<number>): void {
    this.#collectors.add(this.#metric, () => received(readTotal(), (total) => this.#raiseTo(total)));
  }

  #raiseTo(total: number): void {
    if (!isStep(total)) this.#metric.refuse(total);
    else if (total > this.#values[this.#row]) this.#values[this.#row] = total;
  }
}

/** A counter with labels. */
export class Counter<Specs extends LabelSpecs = LabelSpecs> extends LabelledInstrument<Specs> {
  readonly #collectors: Collectors;

  constructor(metric: Metric, collectors: Collectors) {
    super(metric);
    this.#collectors = collectors;
  }

  /** Adds to the count of the labels; 1 by default. Negative and infinite steps are refused. */
  inc(labels: LabelValues<Specs>, step = 1): void {
    const { metric } = this;
    if (!isStep(step)) {
      metric.refuse(step);
      return;
    }
    const series = metric.lookup.find(labels);
    if (series >= 0) metric.table.blocks[series >>> 6][series & 63] += step;
  }

  /** One series, found once: recording into it is much faster. */
  with(labels: LabelValues<Specs>): CounterHandle {
    return new CounterHandle(this.metric, this.#collectors, labels);
  }
}

function isStep(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}
