import type { Column, RangeSeries } from '../values/value.ts';
import type { CallInput, FunctionFamily } from './call-input.ts';
import { rangeArgument } from './call-input.ts';
import { noteNonCounter } from './counter-names.ts';
import { histogramChanges } from './histogram-change.ts';
import { instantChanges } from './histogram-instant-change.ts';
import type { Extrapolation, WindowGeometry } from './window-geometry.ts';
import { createGeometryCache, factorFromZero } from './window-geometry.ts';
import type { SeriesKernel } from './window-function.ts';
import { eachWindow, seriesFunction } from './window-function.ts';

/** The change over a window, extrapolated to its edges, and functions of two neighbouring samples. */
export const counterFunctions: FunctionFamily = {
  rate: extrapolated({ isCounter: true, perSecond: true }),
  increase: extrapolated({ isCounter: true, perSecond: false }),
  delta: extrapolated({ isCounter: false, perSecond: false }),
  irate: seriesFunction(() => eachWindow(instantRate, 2), {
    createMixedKernel: (input) => instantChanges(input, true),
  }),
  idelta: seriesFunction(() => eachWindow(({ values }, _, to) => values[to - 1] - values[to - 2], 2), {
    createMixedKernel: (input) => instantChanges(input, false),
  }),
};

function extrapolated(extrapolation: Extrapolation): FunctionFamily[string] {
  return seriesFunction(
    (input) => {
      const kernel = extrapolatingKernel(input, extrapolation);
      if (!extrapolation.isCounter) return kernel;
      let seen = '';
      return (series, column) => {
        kernel(series, column);
        const metric = series.labels.metricName;
        if (metric === seen || !column.present.includes(1)) return;
        noteNonCounter(input, metric);
        seen = metric;
      };
    },
    { createMixedKernel: (input) => histogramChanges(input, extrapolation) },
  );
}

/** Behind the last sample of every series. */
const END = 2 ** 30;
const NO_RESETS: readonly number[] = [END];

function extrapolatingKernel(input: CallInput, { isCounter, perSecond }: Extrapolation): SeriesKernel {
  const range = rangeArgument(input);
  const unit = perSecond ? range.rangeMs / 1000 : 1;
  const geometryOf = createGeometryCache(range, unit);
  return (series, column) => {
    const geometry = geometryOf(series);
    const resets = isCounter ? resetPositions(series) : NO_RESETS;
    if (isCounter && resets === NO_RESETS && geometry.isComplete)
      steadyChanges(series, geometry, unit, column);
    else changes(series, geometry, { isCounter, unit, resets }, column);
  };
}

/** Most columns of a query are such: a counter that never falls, and samples in every window. */
function steadyChanges(
  { values, from, to }: RangeSeries,
  geometry: WindowGeometry,
  unit: number,
  { values: out, present }: Column,
): void {
  const { sampled, before, factor } = geometry;
  for (let step = 0; step < out.length; step++) {
    const start = values[from[step]];
    const change = values[to[step] - 1] - start;
    // Seldom: asked first, one branch is taken nearly always.
    const startsNearZero = start * sampled[step] < before[step] * change && change > 0 && start >= 0;
    out[step] =
      change * (startsNearZero ? factorFromZero(geometry, step, start / change, unit) : factor[step]);
  }
  present.fill(1);
}

interface ChangeRules {
  readonly isCounter: boolean;
  readonly unit: number;
  readonly resets: readonly number[];
}

function changes(
  { values, from, to }: RangeSeries,
  geometry: WindowGeometry,
  { isCounter, unit, resets }: ChangeRules,
  { values: out, present }: Column,
): void {
  const { sampled, before, factor } = geometry;
  let nextReset = 0;
  for (let step = 0; step < out.length; step++) {
    const first = from[step];
    const last = to[step] - 1;
    if (last <= first) continue;
    const start = values[first];
    let change = values[last] - start;
    while (resets[nextReset] <= first) nextReset++;
    // A counter starts again from zero: what it had reached before is part of the change.
    for (let i = nextReset; resets[i] <= last; i++) change += values[resets[i] - 1];
    let scale = factor[step];
    if (isCounter && change > 0 && start >= 0 && start * sampled[step] < before[step] * change)
      scale = factorFromZero(geometry, step, start / change, unit);
    out[step] = change * scale;
    present[step] = 1;
  }
}

/**
 * The samples at which a counter fell, and behind them the end. They are rare, so each window adds
 * up its own: differences of running sums would lose small counts behind one large one.
 */
function resetPositions({ values, risesUntil = 1 }: RangeSeries): readonly number[] {
  if (risesUntil >= values.length) return NO_RESETS;
  const positions: number[] = [];
  const first = Math.max(1, risesUntil);
  let previous = values[first - 1];
  for (let i = first; i < values.length; i++) {
    const value = values[i];
    if (value < previous) positions.push(i);
    previous = value;
  }
  positions.push(END);
  return positions;
}

function instantRate({ timestamps, values }: RangeSeries, _: number, to: number): number {
  const last = values[to - 1];
  const previous = values[to - 2];
  const change = last < previous ? last : last - previous;
  return change / ((timestamps[to - 1] - timestamps[to - 2]) / 1000);
}
