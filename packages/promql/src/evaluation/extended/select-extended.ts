import type { MatrixSelector } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { countWindows } from '../context/evaluation-context.ts';
import { selectionTimes } from '../selection/selection-times.ts';
import { withoutStale } from '../selection/select-range.ts';
import { WindowCutter } from '../selection/windows.ts';
import type { GatheredRange, RangeSeries } from '../values/value.ts';

/**
 * The samples of an extended range selector. The windows of its series reach beyond the range by the
 * lookback, into the past and, if `smoothed`, into the future.
 */
export async function selectExtended(
  context: EvaluationContext,
  node: MatrixSelector,
): Promise<GatheredRange> {
  const { closedWindows, lookbackMs, budget, grid } = context;
  const { selector, rangeMs } = node;
  const aheadMs = selector.extended === 'smoothed' ? lookbackMs : 0;
  const endsMs = selectionTimes(context, selector);
  const lengthMs = rangeMs + lookbackMs + aheadMs;
  const extendedEndsMs = endsMs.map((ms) => ms + aheadMs);
  const startMs = extendedEndsMs[0] - lengthMs + (closedWindows ? 0 : 1);
  const found = await context.loader.load(selector, startMs, extendedEndsMs[grid.count - 1]);
  const cutter = new WindowCutter({ endsMs: extendedEndsMs, lengthMs, closed: closedWindows });
  const series: RangeSeries[] = [];
  for (const { values, ...columns } of found) {
    if (budget.isDue()) await budget.pause();
    budget.hold(values.byteLength);
    // The next series overwrites the values.
    const samples = withoutStale({ ...columns, values: values.slice() });
    const windows = cutter.cut(samples.timestamps);
    countWindows(context, windows);
    series.push({ labels: columns.labels, dropName: false, ...samples, ...windows });
  }
  return { type: 'matrix', series, endsMs, rangeMs };
}
