import type { LabelSpecs, LabelValues } from '@telltale/definition';
import type { Metric } from './metric.ts';

/** One series of a histogram; also a histogram without labels. */
export class HistogramHandle {
  readonly #page: Float64Array;
  readonly #offset: number;
  readonly #metric: Metric;

  constructor(metric: Metric, labels: object) {
    const { page, offset } = metric.slot(labels);
    this.#page = page;
    this.#offset = offset;
    this.#metric = metric;
  }

  /** Counts one observation, in the metric's unit. NaN and infinite values are refused. */
  observe(value: number): void {
    if (Number.isFinite(value)) record(this.#page, this.#offset, this.#metric.buckets, value);
    else this.#metric.refuse(value);
  }

  /**
   * Runs a function and observes its duration in seconds, whether it succeeds or fails. A promise is
   * waited for; any other object with a `then` counts as a result.
   */
  time<Result>(task: () => Result): Result {
    return timed(task, (seconds) => this.observe(seconds));
  }
}

/** A histogram with labels. */
export class Histogram<Specs extends LabelSpecs = LabelSpecs> {
  readonly #metric: Metric;

  constructor(metric: Metric) {
    this.#metric = metric;
  }

  /** Counts one observation of the labels, in the metric's unit. NaN and infinite values are refused. */
  observe(labels: LabelValues<Specs>, value: number): void {
    if (!Number.isFinite(value)) {
      this.#metric.refuse(value);
      return;
    }
    const slot = this.#metric.lookup.find(labels);
    if (slot) record(slot.page, slot.offset, this.#metric.buckets, value);
  }

  /** {@link HistogramHandle.time}, into the series of the labels. */
  time<Result>(labels: LabelValues<Specs>, task: () => Result): Result {
    return timed(task, (seconds) => this.observe(labels, seconds));
  }

  /** One series, found once: recording into it is much faster. */
  with(labels: LabelValues<Specs>): HistogramHandle {
    return new HistogramHandle(this.#metric, labels);
  }
}

/** Layout of a series: the sum, then the count of each bucket by itself, the last one for +Inf. */
function record(page: Float64Array, offset: number, buckets: readonly number[], value: number): void {
  let low = 0;
  let high = buckets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= buckets[middle]) high = middle;
    else low = middle + 1;
  }
  page[offset] += value;
  page[offset + 1 + low]++;
}

function timed<Result>(task: () => Result, observe: (seconds: number) => void): Result {
  const startMs = performance.now();
  const done = () => observe((performance.now() - startMs) / 1000);
  let result: Result;
  try {
    result = task();
  } catch (error) {
    done();
    throw error;
  }
  if (!(result instanceof Promise)) {
    done();
    return result;
  }
  // The caller gets the promise that `finally` derives, so that a rejection nobody handles is still seen.
  return result.finally(done) as Result;
}
