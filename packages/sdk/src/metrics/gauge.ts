import type { LabelSpecs, LabelValues } from '@telltale/definition';
import type { Collectors } from './collectors.ts';
import type { Metric } from './metric.ts';

/** One series of a gauge; also a gauge without labels. */
export class GaugeHandle {
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

  /** Sets the value. NaN is refused. */
  set(value: number): void {
    if (isNumber(value)) this.#page[this.#offset] = value;
    else this.#metric.refuse(value);
  }

  /** Adds to the value; 1 by default. */
  inc(step = 1): void {
    if (isNumber(step)) this.#page[this.#offset] += step;
    else this.#metric.refuse(step);
  }

  /** Subtracts from the value; 1 by default. */
  dec(step = 1): void {
    if (isNumber(step)) this.#page[this.#offset] -= step;
    else this.#metric.refuse(step);
  }

  /** Reads the value at each scrape. What `read` throws is counted, and the last value stays. */
  collect(read: () => number): void {
    this.#collectors.add(this.#metric, () => {
      const value = read();
      this.set(value);
      return value;
    });
  }
}

/** A gauge with labels. */
export class Gauge<Specs extends LabelSpecs = LabelSpecs> {
  readonly #metric: Metric;
  readonly #collectors: Collectors;

  constructor(metric: Metric, collectors: Collectors) {
    this.#metric = metric;
    this.#collectors = collectors;
  }

  /** Sets the value of the labels. NaN is refused. */
  set(labels: LabelValues<Specs>, value: number): void {
    if (!isNumber(value)) {
      this.#metric.refuse(value);
      return;
    }
    const slot = this.#metric.lookup.find(labels);
    if (slot) slot.page[slot.offset] = value;
  }

  /** Adds to the value of the labels; 1 by default. */
  inc(labels: LabelValues<Specs>, step = 1): void {
    if (!isNumber(step)) {
      this.#metric.refuse(step);
      return;
    }
    const slot = this.#metric.lookup.find(labels);
    if (slot) slot.page[slot.offset] += step;
  }

  /** Subtracts from the value of the labels; 1 by default. */
  dec(labels: LabelValues<Specs>, step = 1): void {
    if (isNumber(step)) this.inc(labels, -step);
    else this.#metric.refuse(step);
  }

  /** One series, found once: recording into it is much faster. */
  with(labels: LabelValues<Specs>): GaugeHandle {
    return new GaugeHandle(this.#metric, this.#collectors, labels);
  }

  /** Sets values at each scrape. What `update` throws is counted, and the last values stay. */
  collect(update: (gauge: this) => void): void {
    this.#collectors.add(this.#metric, () => update(this));
  }
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && !Number.isNaN(value);
}
