import type { Aggregation, NativeHistogram } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { histogramBytes } from '../values/histogram-bytes.ts';
import { HistogramMean } from '../native/histogram-mean.ts';
import { HistogramRemarks } from '../native/histogram-remarks.ts';
import { HistogramSum } from '../native/histogram-sum.ts';
import type { Column, StepSeries } from '../values/value.ts';
import { hasAny } from '../values/value.ts';

/**
 * Completes the aggregated numbers of a group by its histograms. Only sums and means have use for
 * them, and where a step has both kinds it gets no result; each is remarked on.
 */
export async function includeHistograms(
  { annotations, budget, grid }: EvaluationContext,
  { op, expr }: Aggregation,
  members: readonly StepSeries[],
  numbers: Column,
): Promise<Column> {
  const remarks = new HistogramRemarks(annotations, expr);
  const series = members.filter(({ present }) => hasAny(present));
  if (series.length === 0) return numbers;
  if (op !== 'sum' && op !== 'avg') {
    remarks.ignoredInAggregation(op);
    return numbers;
  }
  const totals = new StepTotals(op, grid.count, remarks);
  for (const item of series) {
    if (budget.isDue()) await budget.pause();
    totals.add(item, numbers.present);
  }
  const column = totals.complete(numbers);
  budget.hold(histogramBytes(column.histograms ?? []));
  return column;
}

/** What is known of the histograms of a step; the other kinds make its result impossible. */
type StepTotal = HistogramSum | HistogramMean | 'mixed-kinds' | 'mixed-schemas' | undefined;

/** The sum or the mean of histograms at every step. */
class StepTotals {
  readonly #op: 'sum' | 'avg';
  readonly #totals: StepTotal[];
  readonly #remarks: HistogramRemarks;

  constructor(op: 'sum' | 'avg', count: number, remarks: HistogramRemarks) {
    this.#op = op;
    this.#totals = Array.from({ length: count });
    this.#remarks = remarks;
  }

  /** @param numbers Where there are numbers, too. */
  add({ labels, present, histograms = [] }: StepSeries, numbers: Uint8Array): void {
    for (let step = 0; step < present.length; step++) {
      const histogram = present[step] === 1 ? histograms[step] : undefined;
      if (!histogram) continue;
      const total = this.#totals[step];
      if (numbers[step] === 1) this.#totals[step] = 'mixed-kinds';
      else if (total === undefined) this.#totals[step] = this.#start(histogram);
      else if (typeof total === 'object' && !total.add(histogram)) {
        this.#remarks.mixedSchemas(labels.metricName);
        this.#totals[step] = 'mixed-schemas';
      }
    }
  }

  complete({ values, present }: Column): Column {
    const kinds = present.slice();
    const histograms = this.#totals.map((total, step): NativeHistogram | undefined => {
      if (total === undefined) return undefined;
      if (total === 'mixed-kinds') this.#remarks.mixedWithNumbersInAggregation();
      kinds[step] = typeof total === 'object' ? 1 : 0;
      return typeof total === 'object' ? this.#finish(total) : undefined;
    });
    return { values, present: kinds, histograms };
  }

  #start(first: NativeHistogram): HistogramSum | HistogramMean {
    return this.#op === 'sum' ? new HistogramSum(first) : new HistogramMean(first);
  }

  #finish(total: HistogramSum | HistogramMean): NativeHistogram {
    if (total.hintsCollide) this.#remarks.collidingResets('aggregation');
    if (total.lostBounds > 0) this.#remarks.lostBounds('aggregation');
    return total.total();
  }
}
