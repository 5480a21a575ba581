import type { LabelSpecs, LabelValues } from '@telltale/definition';
import { QuantileSketch } from './distribution/quantile-sketch.ts';
import { LabelledInstrument } from './labelled-instrument.ts';
import type { Metric } from './metric.ts';
import type { FindSeries } from './series/generated-find.ts';
import type { SeriesTable } from './series/series-table.ts';
import type { TablePage } from './series/table-page.ts';
import type { StopTimer } from './timing.ts';
import { startedLabelledTimer, startedTimer, timed } from './timing.ts';

/** Floats of a series: its sum and its count. */
const WIDTH = 2;

/** One series of a summary; also a summary without labels. */
export class SummaryHandle {
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
    if (Number.isFinite(value)) record(this.#page, this.#row, value);
    else this.#metric.refuse(value);
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
  readonly #table: SeriesTable;

  constructor(metric: Metric) {
    super(metric);
    this.#find = metric.lookup.find;
    this.#table = metric.table;
  }

  /** Counts one observation of the labels, in the metric's unit. NaN and infinite values are refused. */
  observe(labels: LabelValues<Specs>, value: number): void {
    if (!Number.isFinite(value)) {
      this.metric.refuse(value);
      return;
    }
    const series = this.#find(labels);
    if (series >= 0) record(this.#table.pageOf(series), series & 63, value);
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

function record(page: TablePage, row: number, value: number): void {
  page.values[row * WIDTH] += value;
  page.values[row * WIDTH + 1]++;
  const cell = page.cells[row];
  if (cell instanceof QuantileSketch) cell.observe(value);
}
