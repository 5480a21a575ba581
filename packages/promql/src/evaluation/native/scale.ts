import type { BucketRun, HistogramColumn, NativeHistogram } from '@telltale/model';
import { compactRuns } from './bucket-list.ts';

/** A histogram with every count and the sum multiplied. One with negative counts is a gauge. */
export function multiplyHistogram(histogram: NativeHistogram, factor: number): NativeHistogram {
  return mapCounts(histogram, (count) => count * factor, factor < 0);
}

/** A histogram with every count and the sum divided; dividing by zero leaves no bucket but the zero bucket. */
export function divideHistogram(histogram: NativeHistogram, divisor: number): NativeHistogram {
  const bare = divisor === 0 ? { ...histogram, positive: [], negative: [] } : histogram;
  return mapCounts(bare, (count) => count / divisor, divisor < 0);
}

/** A column of histograms, each multiplied by -1. */
export function negateHistograms(histograms: HistogramColumn): HistogramColumn {
  return histograms.map((histogram) => histogram && multiplyHistogram(histogram, -1));
}

function mapCounts(
  histogram: NativeHistogram,
  map: (count: number) => number,
  isGauge: boolean,
): NativeHistogram {
  return {
    ...histogram,
    count: map(histogram.count),
    sum: map(histogram.sum),
    zeroCount: map(histogram.zeroCount),
    positive: mapRuns(histogram.positive, map),
    negative: mapRuns(histogram.negative, map),
    counterReset: isGauge ? 'gauge' : histogram.counterReset,
  };
}

function mapRuns(runs: readonly BucketRun[], map: (count: number) => number): readonly BucketRun[] {
  const mapped = runs.map(({ start, counts }) => {
    const results = counts.slice();
    for (let i = 0; i < results.length; i++) results[i] = map(results[i]);
    return { start, counts: results };
  });
  return compactRuns(mapped);
}
