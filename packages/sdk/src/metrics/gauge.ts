import type { LabelSpecs, LabelValues } from '@telltale/definition';
import type { Collectors } from './collectors.ts';
import { received } from './collectors.ts';
import { LabelledInstrument } from './labelled-instrument.ts';
import type { Metric } from './metric.ts';
import type { FindSeries } from './series/generated-find.ts';

/** One series of a gauge; also a gauge without labels. */
export class GaugeHandle {
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

  /** Sets the value. NaN is refused. */
  set(value: number): void {
    if (isNumber(value)) this.#values[this.#row] = value;
    else this.#metric.refuse(value);
  }

  /** Adds to the value; 1 by default. */
  inc(step = 1): void {
    if (isNumber(step)) this.#values[this.#row] += step;
    else this.#metric.refuse(step);
  }

  /** Subtracts from the value; 1 by default. */
  dec(step = 1): void {
    if (isNumber(step)) this.#values[this.#row] -= step;
    else this.#metric.refuse(step);
  }

  /** Reads the value at each gathering. What `read` throws is counted, and the last value stays. */
  collect(read: () => number | Promise<number>): void {
    this.#collectors.add(this.#metric, () => received(read(), (value) => this.set(value)));
  }
}

/** A gauge with labels. */
export class Gauge<Specs extends LabelSpecs = LabelSpecs> extends LabelledInstrument<Specs> {
  readonly #collectors: Collectors;
  readonly #find: FindSeries;
  readonly #blocks: readonly Float64Array[];

  constructor(metric: Metric, collectors: Collectors) {
    super(metric);
    this.#collectors = collectors;
    this.#find = metric.lookup.find;
    this.#blocks = metric.table.blocks;
  }

  /** Sets the value of the labels. NaN is refused. */
  set(labels: LabelValues<Specs>, value: number): void {
    if (!isNumber(value)) {
      this.metric.refuse(value);
      return;
    }
    const series = this.#find(labels);
    if (series >= 0) this.#blocks[series >>> 6][series & 63] = value;
  }

  /** Adds to the value of the labels; 1 by default. */
  inc(labels: LabelValues<Specs>, step = 1): void {
    if (!isNumber(step)) {
      this.metric.refuse(step);
      return;
    }
    const series = this.#find(labels);
    if (series >= 0) this.#blocks[series >>> 6][series & 63] += step;
  }

  /** Subtracts from the value of the labels; 1 by default. */
  dec(labels: LabelValues<Specs>, step = 1): void {
    if (isNumber(step)) this.inc(labels, -step);
    else this.metric.refuse(step);
  }

  /** One series, found once: recording into it is much faster. */
  with(labels: LabelValues<Specs>): GaugeHandle {
    return new GaugeHandle(this.metric, this.#collectors, labels);
  }

  /** Sets values at each gathering. What `update` throws is counted, and the last values stay. */
  collect(update: (gauge: this) => void | Promise<void>): void {
    this.#collectors.add(this.metric, () => update(this));
  }
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && !Number.isNaN(value);
}
