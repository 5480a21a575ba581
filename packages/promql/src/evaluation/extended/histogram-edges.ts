import type { NativeHistogram } from '@telltale/model';
import { hasCustomBuckets } from '../native/bucket-bounds.ts';
import { isCounterReset } from '../native/counter-reset.ts';
import type { HistogramRemarks } from '../native/histogram-remarks.ts';
import { HistogramSum } from '../native/histogram-sum.ts';
import { multiplyHistogram } from '../native/scale.ts';
import type { HistogramSeries } from '../values/sample-kinds.ts';
import type { EdgeSamples, ExtendedWindow, Extension } from './extended-window.ts';

/** A series of histograms of which points between samples are asked. */
export interface HistogramLine {
  readonly series: HistogramSeries;
  readonly isCounter: boolean;
  readonly remarks: HistogramRemarks;
}

/** The histogram between the samples `index` and `index + 1`; `undefined` when they cannot be combined. */
export function interpolateHistogram(
  { series, isCounter, remarks }: HistogramLine,
  index: number,
  ms: number,
): NativeHistogram | undefined {
  const { histograms, timestamps } = series;
  const [before, after] = [histograms[index], histograms[index + 1]];
  if (ms === timestamps[index]) return before;
  if (ms === timestamps[index + 1]) return after;
  if (hasCustomBuckets(before) !== hasCustomBuckets(after)) {
    remarks.mixedSchemas(series.labels.metricName);
    return undefined;
  }
  const share = (ms - timestamps[index]) / (timestamps[index + 1] - timestamps[index]);
  if (isCounter && isCounterReset(after, before)) return multiplyHistogram(after, share);
  const sum = new HistogramSum(after);
  sum.subtract(before);
  if (sum.lostBounds > 0) remarks.lostBounds('subtraction');
  const lost = sum.lostBounds;
  sum.scale(share);
  sum.add(before);
  if (sum.lostBounds > lost) remarks.lostBounds('addition');
  return sum.total();
}

/** How much the histograms of a series change over a window, from edge to edge. */
export function histogramEdgeChange(
  line: HistogramLine,
  window: ExtendedWindow,
  edges: EdgeSamples,
  extension: Extension,
): NativeHistogram | undefined {
  const { series, isCounter, remarks } = line;
  const metric = series.labels.metricName;
  if (!isUniform(line, edges)) return undefined;
  const left = leftEdge(line, window, edges, extension);
  const right = rightEdge(line, window, edges, extension);
  if (!left || !right) return undefined;
  if (!isCounter && (left.counterReset !== 'gauge' || right.counterReset !== 'gauge'))
    remarks.notGauge(metric);
  const change = new HistogramSum(right);
  change.subtract(left);
  let lost = change.lostBounds;
  if (lost > 0) remarks.lostBounds('subtraction');
  for (const before of isCounter ? beforeResets(line, window, edges, { left, right, extension }) : []) {
    change.add(before);
    if (change.lostBounds > lost) remarks.lostBounds('addition');
    lost = change.lostBounds;
  }
  return change.total('gauge');
}

/** Whether all histograms between the edges have the same kind of buckets. */
function isUniform({ series, isCounter, remarks }: HistogramLine, { first, last }: EdgeSamples): boolean {
  const metric = series.labels.metricName;
  const isCustom = hasCustomBuckets(series.histograms[first]);
  for (let i = first; i <= last; i++) {
    const histogram = series.histograms[i];
    if (hasCustomBuckets(histogram) !== isCustom) {
      remarks.mixedSchemas(metric);
      return false;
    }
    if (isCounter && histogram.counterReset === 'gauge') remarks.notCounter(metric);
  }
  return true;
}

function leftEdge(
  line: HistogramLine,
  { timestamps, startMs }: ExtendedWindow,
  { first }: EdgeSamples,
  extension: Extension,
): NativeHistogram | undefined {
  const isBefore = extension === 'smoothed' && timestamps[first] < startMs;
  return isBefore ? interpolateHistogram(line, first, startMs) : line.series.histograms[first];
}

function rightEdge(
  line: HistogramLine,
  { timestamps, from, endMs }: ExtendedWindow,
  { last }: EdgeSamples,
  extension: Extension,
): NativeHistogram | undefined {
  const isBehind = extension === 'smoothed' && last > from && timestamps[last] > endMs;
  return isBehind ? interpolateHistogram(line, last - 1, endMs) : line.series.histograms[last];
}

interface HistogramEdges {
  readonly left: NativeHistogram;
  readonly right: NativeHistogram;
  readonly extension: Extension;
}

/** What had been counted before each reset between the edges. */
function beforeResets(
  { series: { histograms } }: HistogramLine,
  { timestamps, startMs }: ExtendedWindow,
  { first, last }: EdgeSamples,
  { left, right, extension }: HistogramEdges,
): NativeHistogram[] {
  let begin = first + 1;
  let previous = left;
  const isBefore = extension === 'smoothed' && timestamps[first] < startMs;
  if (isBefore && isCounterReset(histograms[first + 1], histograms[first])) {
    // The estimate at the left edge counts from zero already.
    previous = histograms[first + 1];
    begin++;
  }
  // The last sample is what the right edge is made of.
  if (begin > last) return [];
  const lost: NativeHistogram[] = [];
  for (let i = begin; i < last; i++) {
    if (isCounterReset(histograms[i], previous)) lost.push(previous);
    previous = histograms[i];
  }
  if (isCounterReset(right, previous)) lost.push(previous);
  return lost;
}
