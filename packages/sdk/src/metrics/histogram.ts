import type { LabelSpecs, LabelValues } from '@telltale/definition';
import { NativeBuckets } from './distribution/native-buckets.ts';
import { LabelledInstrument } from './labelled-instrument.ts';
import type { Metric } from './metric.ts';
import type { TablePage } from './series/table-page.ts';
import type { StopTimer } from './timing.ts';
import { startedTimer, timed } from './timing.ts';

/** One series of a histogram; also a histogram without labels. */
export class HistogramHandle {
  readonly #page: TablePage;
  readonly #row: number;
  readonly #metric: Metric;

  constructor(metric: Metric, labels: object) {
    const { page, row } = metric.slot(labels);
    this.#page = page;
    this.#row = row;
    this.#metric = metric;
  }

  /** Counts one observation, in the metric's unit. NaN and infinite values are refused. */
  observe(value: number): void {
    if (Number.isFinite(value)) record(this.#metric, this.#page, this.#row, value);
    else this.#metric.refuse(value);
  }

  /** Runs a function and observes its duration in seconds, whether it succeeds or fails. */
  time<Result>(task: () => Result): Result {
    return timed(task, (seconds) => this.observe(seconds));
  }

  /** Starts to measure a duration; calling the result observes it in seconds. */
  startTimer(): StopTimer {
    return startedTimer((seconds) => this.observe(seconds));
  }
}

/** A histogram with labels. */
export class Histogram<Specs extends LabelSpecs = LabelSpecs> extends LabelledInstrument<Specs> {
  /** Counts one observation of the labels, in the metric's unit. NaN and infinite values are refused. */
  observe(labels: LabelValues<Specs>, value: number): void {
    const { metric } = this;
    if (!Number.isFinite(value)) {
      metric.refuse(value);
      return;
    }
    const series = metric.lookup.find(labels);
    if (series >= 0) record(metric, metric.table.pageOf(series), series & 63, value);
  }

  /** {@link HistogramHandle.time}, into the series of the labels. */
  time<Result>(labels: LabelValues<Specs>, task: () => Result): Result {
    return timed(task, (seconds) => this.observe(labels, seconds));
  }

  /** {@link HistogramHandle.startTimer}, into the series of the labels as they are when it is stopped. */
  startTimer(labels: LabelValues<Specs>): StopTimer {
    return startedTimer((seconds) => this.observe(labels, seconds));
  }

  /** One series, found once: recording into it is much faster. */
  with(labels: LabelValues<Specs>): HistogramHandle {
    return new HistogramHandle(this.metric, labels);
  }
}

/** Layout of a series: the sum, then the count of each bucket by itself, the last one for +Inf. */
function record(metric: Metric, page: TablePage, row: number, value: number): void {
  const { bounds, width } = metric;
  const { values } = page;
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= bounds[middle]) high = middle;
    else low = middle + 1;
  }
  const first = row * width;
  values[first] += value;
  values[first + 1 + low]++;
  if (metric.native !== undefined) {
    const cell = page.cells[row];
    if (cell instanceof NativeBuckets) cell.observe(value);
  }
}
