import type { EvaluationContext } from '../context/evaluation-context.ts';
import { BYTES_PER_SAMPLE } from '../context/budget.ts';
import { histogramBytes } from '../values/histogram-bytes.ts';
import type { GatheredRange, RangeSeries, RangeVector } from '../values/value.ts';

/** Copies the samples of the first step's windows, which are the result of an instant query. */
export async function gatherWindows(
  { budget }: EvaluationContext,
  range: RangeVector,
): Promise<GatheredRange> {
  const series: RangeSeries[] = [];
  for (const { labels, dropName, timestamps, values, histograms, risesUntil = 0, from, to } of range.series) {
    if (budget.isDue()) await budget.pause();
    const [first, end] = [from[0], to[0]];
    if (end <= first) continue;
    budget.hold((end - first) * BYTES_PER_SAMPLE);
    const window: RangeSeries = {
      labels,
      dropName,
      timestamps: timestamps.slice(first, end),
      values: values.slice(first, end),
      risesUntil: Math.max(0, Math.min(risesUntil, end) - first),
      from: Int32Array.of(0),
      to: Int32Array.of(end - first),
    };
    if (histograms) budget.hold(histogramBytes(histograms.slice(first, end)));
    series.push(histograms ? { ...window, histograms: histograms.slice(first, end) } : window);
  }
  return { ...range, series };
}
