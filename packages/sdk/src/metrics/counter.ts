import type { LabelSpecs, LabelValues } from '@telltale/definition';
import type { Collectors } from './collectors.ts';
import type { Metric } from './metric.ts';

/** One series of a counter; also a counter without labels. */
export class CounterHandle {
  readonly #page: Float64Array;
  readonly #offset: number;
  readonly #metric: Metric;
  readonly #collectors: Collectors;

  constructor(metric: Metric, collectors: Collectors, labels: object) {
    const { page, offset } = metric.slot(labels);
    this.#page = page;
    this.#offset = offset;
    this.#metric = metric;
    this.#collectors = collectors;
  }

  /** Adds to the count; 1 by default. Negative and infinite steps are refused. */
  inc(step = 1): void {
    if (isStep(step)) this.#page[this.#offset] += step;
    else this.#metric.refuse(step);
  }

  /**
   * Reads a total that is kept elsewhere at each scrape; a smaller one is ignored. What `readTotal` throws
   * is counted, and the last total stays.
   */
  collect(readTotal: () => number): void {
    this.#collectors.add(this.#metric, () => {
      const total = readTotal();
      if (!isStep(total)) this.#metric.refuse(total);
      else if (total > this.#page[this.#offset]) this.#page[this.#offset] = total;
      return total;
    });
  }
}

/** A counter with labels. */
export class Counter<Specs extends LabelSpecs = LabelSpecs> {
  readonly #metric: Metric;
  readonly #collectors: Collectors;

  constructor(metric: Metric, collectors: Collectors) {
    this.#metric = metric;
    this.#collectors = collectors;
  }

  /** Adds to the count of the labels; 1 by default. Negative and infinite steps are refused. */
  inc(labels: LabelValues<Specs>, step = 1): void {
    if (!isStep(step)) {
      this.#metric.refuse(step);
      return;
    }
    const slot = this.#metric.lookup.find(labels);
    if (slot) slot.page[slot.offset] += step;
  }

  /** One series, found once: recording into it is much faster. */
  with(labels: LabelValues<Specs>): CounterHandle {
    return new CounterHandle(this.#metric, this.#collectors, labels);
  }
}

function isStep(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}
