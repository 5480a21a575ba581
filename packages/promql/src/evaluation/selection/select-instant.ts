import type { VectorSelector } from '@telltale/model';
import { bitsOf, isStaleAt } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import type { Column, InstantVector, StepSeries } from '../values/value.ts';
import { emptyColumn, vectorOf } from '../values/value.ts';
import { selectionTimes } from './selection-times.ts';
import type { Windows } from './windows.ts';
import { WindowCutter } from './windows.ts';

/** Whether a selector yields the values of its samples or, for `timestamp()`, their times. */
export type Reading = 'value' | 'timestamp';

/** The newest sample of each series within the lookback of each step, unless it is stale. */
export async function selectInstant(
  context: EvaluationContext,
  selector: VectorSelector,
  reading: Reading = 'value',
): Promise<InstantVector> {
  const { lookbackMs, closedWindows, budget, grid } = context;
  const endsMs = selectionTimes(context, selector);
  const startMs = endsMs[0] - lookbackMs + (closedWindows ? 0 : 1);
  const loaded = await context.loader.load(selector, startMs, endsMs[grid.count - 1]);
  budget.spend(loaded.length * grid.count);
  const cutter = new WindowCutter({ endsMs, lengthMs: lookbackMs, closed: closedWindows });
  const series: StepSeries[] = [];
  for (const { labels, timestamps, values } of loaded) {
    if (budget.isDue()) await budget.pause();
    const column = newestOf(values, timestamps, cutter.cut(timestamps), reading);
    series.push({ labels, dropName: false, ...column });
  }
  return vectorOf(series);
}

function newestOf(
  values: Float64Array,
  timestamps: Float64Array,
  { from, to }: Windows,
  reading: Reading,
): Column {
  const bits = bitsOf(values);
  const column = emptyColumn(to.length);
  for (let step = 0; step < to.length; step++) {
    const newest = to[step] - 1;
    if (newest < from[step]) continue;
    const value = values[newest];
    if (value !== value && isStaleAt(bits, newest)) continue;
    column.values[step] = reading === 'value' ? value : timestamps[newest] / 1000;
    column.present[step] = 1;
  }
  return column;
}
