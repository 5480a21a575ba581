import type { EvaluationContext } from '../context/evaluation-context.ts';
import { ColumnPool } from '../values/column-pool.ts';
import { histogramBytes } from '../values/histogram-bytes.ts';
import type { InstantVector, StepSeries, Value } from '../values/value.ts';
import { hasAny } from '../values/value.ts';
import { ScratchColumn } from './scratch-column.ts';
import type { LazyValue, SeriesStream } from './series-stream.ts';

/**
 * Visits the series of a stream that have a value at any step. Their columns are overwritten by the
 * next: who keeps one copies it.
 */
export async function eachSeries(
  { grid, budget }: EvaluationContext,
  stream: SeriesStream,
  visit: (series: StepSeries) => void,
): Promise<void> {
  for (const series of stream.series(new ScratchColumn(grid.count))) {
    if (budget.isDue()) await budget.pause();
    if (hasAny(series.present)) visit(series);
  }
}

/** Computes what has not been computed yet. */
export async function gather(context: EvaluationContext, value: LazyValue): Promise<Value> {
  return value.type === 'stream' ? gatherVector(context, value) : value;
}

/** Computes a vector to its end, and keeps the series that have a value at any step. */
export async function gatherVector(
  { grid, budget }: EvaluationContext,
  stream: SeriesStream,
): Promise<InstantVector> {
  const kept: StepSeries[] = [];
  for (const series of stream.series(new ColumnPool(grid.count))) {
    if (budget.isDue()) await budget.pause();
    budget.spend(grid.count);
    if (!hasAny(series.present)) continue;
    if (series.histograms) budget.hold(histogramBytes(series.histograms));
    kept.push(series);
  }
  return { type: 'vector', series: kept };
}
