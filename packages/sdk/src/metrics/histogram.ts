import type { LabelSpecs, LabelValues } from '@telltale/definition';
import type { ExemplarOptions } from './exemplars/exemplar-keeper.ts';
import { LabelledInstrument } from './labelled-instrument.ts';
import type { Cell, Metric } from './metric.ts';
import type { FindSeries } from './series/generated-find.ts';
import type { TablePage } from './series/table-page.ts';
import type { StopTimer } from './timing.ts';
import { startedLabelledTimer, startedTimer, timed } from './timing.ts';

/** One series of a histogram; also a histogram without labels. */
export class HistogramHandle {
  readonly #page: TablePage<Cell>;
  readonly #row: number;
  readonly #values: Float64Array;
  readonly #first: number;
  readonly #bounds: readonly number[];
  readonly #metric: Metric;
  readonly #hasMore: boolean;

  constructor(metric: Metric, labels: object) {
    const { page, row } = metric.slot(labels);
    this.#page = page;
    this.#row = row;
    this.#values = page.values;
    this.#first = row * metric.width;
    this.#bounds = metric.bounds;
    this.#metric = metric;
    this.#hasMore = hasMore(metric);
  }

  /** Counts one observation, in the metric's unit. NaN and infinite values are refused. */
  observe(value: number, options?: ExemplarOptions): void {
    if (!Number.isFinite(value)) {
      this.#metric.refuse(value);
      return;
    }
    const bucket = countObservation(this.#values, this.#first, this.#bounds, value);
    if (this.#hasMore) recordMore(this.#metric, this.#page, this.#row, { bucket, value, options });
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

/** A histogram with labels. */
export class Histogram<Specs extends LabelSpecs = LabelSpecs> extends LabelledInstrument<Specs> {
  readonly #find: FindSeries;
  readonly #blocks: readonly Float64Array[];
  readonly #bounds: readonly number[];
  readonly #width: number;
  readonly #hasMore: boolean;

  constructor(metric: Metric) {
    super(metric);
    this.#find = metric.lookup.find;
    this.#blocks = metric.table.blocks;
    this.#bounds = metric.bounds;
    this.#width = metric.width;
    this.#hasMore = hasMore(metric);
  }

  /** Counts one observation of the labels, in the metric's unit. NaN and infinite values are refused. */
  observe(labels: LabelValues<Specs>, value: number, options?: ExemplarOptions): void {
    if (!Number.isFinite(value)) {
      this.metric.refuse(value);
      return;
    }
    const series = this.#find(labels);
    if (series < 0) return;
    const row = series & 63;
    const bucket = countObservation(this.#blocks[series >>> 6], row * this.#width, this.#bounds, value);
    if (!this.#hasMore) return;
    recordMore(this.metric, this.metric.table.pageOf(series), row, { bucket, value, options });
  }

  /** {@link HistogramHandle.time}, into the series of the labels. */
  time<Result>(labels: LabelValues<Specs>, task: () => Result): Result {
    return timed(task, (seconds) => this.observe(labels, seconds));
  }

  /** {@link HistogramHandle.startTimer}, into the series of the labels as they are when it is stopped. */
  startTimer(labels: LabelValues<Specs>): StopTimer {
    return startedLabelledTimer(this, labels);
  }

  /** One series, found once: recording into it is much faster. */
  with(labels: LabelValues<Specs>): HistogramHandle {
    return new HistogramHandle(this.metric, labels);
  }
}

/**
 * Adds to the sum, and to the count of the first bucket whose bound the value does not exceed. The result is
 * the bucket; that of +Inf is behind the bounds.
 */
export function countObservation(
  values: Float64Array,
  first: number,
  bounds: readonly number[],
  value: number,
): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= bounds[middle]) high = middle;
    else low = middle + 1;
  }
  values[first] += value;
  values[first + 1 + low]++;
  return low;
}

/** Whether there is more to an observation than a sum and a count. */
function hasMore(metric: Metric): boolean {
  return metric.native !== undefined || metric.exemplars !== undefined;
}

interface Observation {
  readonly bucket: number;
  readonly value: number;
  readonly options: ExemplarOptions | undefined;
}

function recordMore(metric: Metric, page: TablePage<Cell>, row: number, observation: Observation): void {
  const { bucket, value, options } = observation;
  page.cells[row]?.observe(value);
  metric.exemplars?.keep({ page, row, place: bucket, value }, options?.exemplar);
}
