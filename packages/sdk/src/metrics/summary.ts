import type { LabelSpecs, LabelValues } from '@telltale/definition';
import { LabelledInstrument } from './labelled-instrument.ts';
import type { Cell, Metric } from './metric.ts';
import type { FindSeries } from './series/generated-find.ts';
import type { StopTimer } from './timing.ts';
import { startedLabelledTimer, startedTimer, timed } from './timing.ts';

/** Floats of a series: its sum and its count. */
const WIDTH = 2;

/** One series of a summary; also a summary without labels. */
export class SummaryHandle {
  readonly #values: Float64Array;
  readonly #row: number;
  readonly #sketch: Cell | undefined;
  readonly #metric: Metric;

  constructor(metric: Metric, labels: object) {
    const { page, row } = metric.slot(labels);
    this.#values = page.values;
    this.#row = row;
    this.#sketch = page.cells[row];
    this.#metric = metric;
  }

  /** Counts one observation, in the metric's unit. NaN and infinite values are refused. */
  observe(value: number): void {
    if (Number.isFinite(value)) record(this.#values, this.#row, this.#sketch, value);
    else this.#metric.refuse(value);
  }

  /** Adds observations that were counted elsewhere. They have no part in the quantiles. */
  add({ count, sum }: { readonly count: number; readonly sum: number }): void {
    if (Number.isFinite(sum) && Number.isSafeInteger(count) && count >= 0) {
      this.#values[this.#row * WIDTH] += sum;
      this.#values[this.#row * WIDTH + 1] += count;
    } else this.#metric.refuse({ count, sum });
  }

  /** Runs a function and observes its duration in seconds, whether it succeeds or fails. */
  time<Result>(task: () => Result): Result {
    return timed(task, (seconds) => this.observe(seconds));
  }

  /** Starts to measure a duration; calling the result observes it in seconds. */
  startTimer(): StopTimer {
    return startedTimer(this);
  }
}

/** A summary with labels. */
export class Summary<Specs extends LabelSpecs = LabelSpecs> extends LabelledInstrument<Specs> {
  readonly #find: FindSeries;
  readonly #blocks: readonly Float64Array[];
  readonly #cells: readonly (readonly (Cell | undefined)[])[];

  constructor(metric: Metric) {
    super(metric);
    this.#find = metric.lookup.find;
    this.#blocks = metric.table.blocks;
    this.#cells = metric.table.cellBlocks;
  }

  /** Counts one observation of the labels, in the metric's unit. NaN and infinite values are refused. */
  observe(labels: LabelValues<Specs>, value: number): void {
    if (!Number.isFinite(value)) {
      this.metric.refuse(value);
      return;
    }
    const series = this.#find(labels);
    if (series < 0) return;
    const place = series >>> 6;
    const row = series & 63;
    record(this.#blocks[place], row, this.#cells[place][row], value);
  }

  /** {@link SummaryHandle.time}, into the series of the labels. */
  time<Result>(labels: LabelValues<Specs>, task: () => Result): Result {
    return timed(task, (seconds) => this.observe(labels, seconds));
  }

  /** {@link SummaryHandle.startTimer}, into the series of the labels as they are when it is stopped. */
  startTimer(labels: LabelValues<Specs>): StopTimer {
    return startedLabelledTimer(this, labels);
  }

  /** One series, found once: recording into it is much faster. */
  with(labels: LabelValues<Specs>): SummaryHandle {
    return new SummaryHandle(this.metric, labels);
  }
}

function record(values: Float64Array, row: number, sketch: Cell | undefined, value: number): void {
  values[row * WIDTH] += value;
  values[row * WIDTH + 1]++;
  sketch?.observe(value);
}
