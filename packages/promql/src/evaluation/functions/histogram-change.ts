import { hasCustomBuckets } from '../native/bucket-bounds.ts';
import { isCounterReset } from '../native/counter-reset.ts';
import type { HistogramUse } from '../native/histogram-remarks.ts';
import { HistogramRemarks } from '../native/histogram-remarks.ts';
import { HistogramSum } from '../native/histogram-sum.ts';
import type { HistogramSeries } from '../values/sample-kinds.ts';
import type { CallInput } from './call-input.ts';
import { rangeArgument } from './call-input.ts';
import { eitherKind } from './histogram-windows.ts';
import type { MixedKernel } from './window-function.ts';
import type { Extrapolation } from './window-geometry.ts';
import { createGeometryCache, factorFromZero } from './window-geometry.ts';

/** The change of histograms over a window, extrapolated to its edges. */
export function histogramChanges(input: CallInput, { isCounter, perSecond }: Extrapolation): MixedKernel {
  const range = rangeArgument(input);
  const unit = perSecond ? range.rangeMs / 1000 : 1;
  const geometryOf = createGeometryCache(range, unit);
  const remarks = new HistogramRemarks(input.context.annotations, input.node.args[0]);
  const resetsOf = createResetCache();
  return eitherKind(
    input,
    (series, from, to, step) => {
      const window = { series, from, to, remarks };
      const change = isCounter ? counterChange(window, resetsOf(series)) : gaugeChange(window);
      if (!change) return undefined;
      const geometry = geometryOf(series);
      const share = isCounter ? shareFromZero(series.histograms[from].count, change.count) : Infinity;
      const isLimited = share * geometry.sampled[step] < geometry.before[step];
      const factor = isLimited ? factorFromZero(geometry, step, share, unit) : geometry.factor[step];
      change.scale(factor);
      return change.total('gauge');
    },
    2,
  );
}

/** How far back, by the length of the samples, a counter was at zero; infinite when it never was. */
function shareFromZero(start: number, change: number): number {
  return change > 0 && start >= 0 ? start / change : Infinity;
}

interface ChangeWindow {
  readonly series: HistogramSeries;
  readonly from: number;
  readonly to: number;
  readonly remarks: HistogramRemarks;
}

/** The last of a window less the first. */
function gaugeChange({ series, from, to, remarks }: ChangeWindow): HistogramSum | undefined {
  const metric = series.labels.metricName;
  const [first, last] = [series.histograms[from], series.histograms[to - 1]];
  if (first.counterReset !== 'gauge' || last.counterReset !== 'gauge') remarks.notGauge(metric);
  const change = new HistogramSum(last);
  if (!change.subtract(first)) {
    remarks.mixedSchemas(metric);
    return undefined;
  }
  if (change.lostBounds > 0) remarks.lostBounds('subtraction');
  return change;
}

/** The last of a window less the first, and what had been counted before each reset between them. */
function counterChange(
  { series, from, to, remarks }: ChangeWindow,
  isReset: (index: number) => boolean,
): HistogramSum | undefined {
  const { histograms, labels } = series;
  // When the counter was reset after the first, it does not matter what the first was like.
  const isFirstLost = isReset(from + 1);
  const last = histograms[to - 1];
  let { schema } = last;
  for (let i = from; i < to; i++) {
    const current = histograms[i];
    if (current.counterReset === 'gauge') remarks.notCounter(labels.metricName);
    if (i === from && isFirstLost) continue;
    if (hasCustomBuckets(current) !== hasCustomBuckets(last)) {
      remarks.mixedSchemas(labels.metricName);
      return undefined;
    }
    schema = Math.min(schema, current.schema);
  }
  const change = new HistogramSum(last);
  change.coarsen(schema);
  const note = createBoundsNote(change, remarks);
  if (!isFirstLost) change.subtract(histograms[from]);
  note('subtraction');
  for (let i = from + 2; i < to; i++) if (isReset(i)) change.add(histograms[i - 1]);
  note('addition');
  return change;
}

/** Says of each use whether bounds were lost in it. */
function createBoundsNote(change: HistogramSum, remarks: HistogramRemarks): (use: HistogramUse) => void {
  let lost = 0;
  return (use) => {
    if (change.lostBounds > lost) remarks.lostBounds(use);
    lost = change.lostBounds;
  };
}

/** Windows overlap: whether there was a reset before a sample is found out once. */
function createResetCache(): (series: HistogramSeries) => (index: number) => boolean {
  const cache = new WeakMap<HistogramSeries, Map<number, boolean>>();
  return (series) => {
    const known = cache.get(series) ?? new Map<number, boolean>();
    cache.set(series, known);
    return (index) => {
      let isReset = known.get(index);
      if (isReset === undefined) {
        isReset = isCounterReset(series.histograms[index], series.histograms[index - 1]);
        known.set(index, isReset);
      }
      return isReset;
    };
  };
}
