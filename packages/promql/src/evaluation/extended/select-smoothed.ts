import type { NativeHistogram, VectorSelector } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { countWindows } from '../context/evaluation-context.ts';
import { HistogramRemarks } from '../native/histogram-remarks.ts';
import { selectionTimes } from '../selection/selection-times.ts';
import { withoutStale } from '../selection/select-range.ts';
import { WindowCutter } from '../selection/windows.ts';
import { splitSamples } from '../values/sample-kinds.ts';
import type { HistogramSeries } from '../values/sample-kinds.ts';
import type { Column, InstantVector, RangeSeries, StepSeries } from '../values/value.ts';
import { emptyColumn, vectorOf } from '../values/value.ts';
import { firstFrom } from './extended-window.ts';
import { interpolateHistogram } from './histogram-edges.ts';
import { interpolate } from './number-edges.ts';

/**
 * A smoothed instant selector: the value of each series at each step on the line between the samples
 * around it, or that of the last one where no other follows within the lookback.
 */
export async function selectSmoothed(
  context: EvaluationContext,
  selector: VectorSelector,
): Promise<InstantVector> {
  const { lookbackMs, closedWindows, budget, grid } = context;
  const timesMs = selectionTimes(context, selector);
  const endsMs = timesMs.map((ms) => ms + lookbackMs);
  const startMs = timesMs[0] - lookbackMs + (closedWindows ? 0 : 1);
  const found = await context.loader.load(selector, startMs, endsMs[grid.count - 1]);
  budget.spend(found.size * grid.count);
  const cutter = new WindowCutter({ endsMs, lengthMs: 2 * lookbackMs, closed: closedWindows });
  const remarks = new HistogramRemarks(context.annotations, selector);
  const series: StepSeries[] = [];
  for (const columns of found) {
    if (budget.isDue()) await budget.pause();
    const samples = withoutStale(columns);
    const windows = cutter.cut(samples.timestamps);
    countWindows(context, windows);
    const range = { labels: columns.labels, dropName: false, ...samples, ...windows };
    const column = samples.histograms
      ? smoothedMix(range, timesMs, remarks)
      : smoothedNumbers(range, timesMs);
    series.push({ labels: columns.labels, dropName: false, ...column });
  }
  return vectorOf(series);
}

function smoothedNumbers(series: RangeSeries, timesMs: Float64Array): Column {
  const { timestamps, values, from, to } = series;
  const column = emptyColumn(timesMs.length);
  const line = { values, timestamps, isCounter: false };
  for (const [step, ms] of timesMs.entries()) {
    const next = firstFrom(timestamps, from[step], to[step], ms);
    const isExact = next < to[step] && timestamps[next] === ms;
    if (!isExact && next === from[step]) continue;
    const isBetween = !isExact && next < to[step];
    column.values[step] = isBetween ? interpolate(line, next - 1, ms) : values[isExact ? next : next - 1];
    column.present[step] = 1;
  }
  return column;
}

/** Numbers where there are only numbers around, and histograms where there are only histograms. */
function smoothedMix(series: RangeSeries, timesMs: Float64Array, remarks: HistogramRemarks): Column {
  const { numbers, histograms } = splitSamples(series);
  const { values, present } = smoothedNumbers(numbers, timesMs);
  const result: (NativeHistogram | undefined)[] = [];
  for (const [step, ms] of timesMs.entries()) {
    const hasNumbers = numbers.to[step] > numbers.from[step];
    if (hasNumbers && histograms.to[step] > histograms.from[step]) {
      remarks.mixedWithNumbers(series.labels.metricName);
      present[step] = 0;
    }
    result[step] = hasNumbers ? undefined : smoothedHistogram(histograms, step, ms, remarks);
    if (result[step]) present[step] = 1;
  }
  return { values, present, histograms: result };
}

function smoothedHistogram(
  series: HistogramSeries,
  step: number,
  ms: number,
  remarks: HistogramRemarks,
): NativeHistogram | undefined {
  const { timestamps, histograms, from, to } = series;
  const next = firstFrom(timestamps, from[step], to[step], ms);
  if (next < to[step] && timestamps[next] === ms) return histograms[next];
  if (next === from[step]) return undefined;
  const before = histograms[next - 1];
  // Whether there was a reset says something of two samples, not of the value that is carried on.
  if (next === to[step]) return { ...before, counterReset: 'unknown' };
  const isCounter = before.counterReset !== 'gauge' || histograms[next].counterReset !== 'gauge';
  return interpolateHistogram({ series, isCounter, remarks }, next - 1, ms);
}
