import type { EdgeSamples, ExtendedWindow, Extension } from './extended-window.ts';

/** A point between two others. A counter that was reset between them counts from zero. */
export interface Interpolation {
  readonly values: Float64Array;
  readonly timestamps: Float64Array;
  readonly isCounter: boolean;
}

/** The value between the samples `index` and `index + 1` at a time, on the line through them. */
export function interpolate(
  { values, timestamps, isCounter }: Interpolation,
  index: number,
  ms: number,
): number {
  const next = values[index + 1];
  const start = isCounter && next < values[index] ? 0 : values[index];
  const share = ms - timestamps[index];
  return start + ((next - start) * share) / (timestamps[index + 1] - timestamps[index]);
}

/** The values at both edges of a window. */
export interface EdgeValues {
  readonly left: number;
  readonly right: number;
}

/** The values of a window's edges: those of the edge samples or, if `smoothed`, estimated between samples. */
export function edgeValues(
  line: Interpolation,
  { timestamps, from, startMs, endMs }: ExtendedWindow,
  { first, last }: EdgeSamples,
  extension: Extension,
): EdgeValues {
  const { values } = line;
  const isSmoothed = extension === 'smoothed';
  const isBefore = isSmoothed && timestamps[first] < startMs;
  const isBehind = isSmoothed && last > from && timestamps[last] > endMs;
  return {
    left: isBefore ? interpolate(line, first, startMs) : values[first],
    right: isBehind ? interpolate(line, last - 1, endMs) : values[last],
  };
}

/** How much a series changes over a window, from edge to edge. */
export function edgeChange(
  line: Interpolation,
  window: ExtendedWindow,
  edges: EdgeSamples,
  extension: Extension,
): number {
  const { left, right } = edgeValues(line, window, edges, extension);
  if (!line.isCounter) return right - left;
  const { timestamps, startMs, endMs } = window;
  const begin = timestamps[edges.first] <= startMs ? edges.first + 1 : edges.first;
  const end = timestamps[edges.last] >= endMs ? edges.last - 1 : edges.last;
  let previous = left;
  let lost = 0;
  for (let i = begin; i <= end; i++) {
    if (line.values[i] < previous) lost += previous;
    previous = line.values[i];
  }
  if (right < previous) lost += previous;
  return right - left + lost;
}
