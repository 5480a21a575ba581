import type { GatheredRange, RangeSeries, RangeVector } from '../values/value.ts';
import { edgeSamples } from './extended-window.ts';

/** A range whose windows begin with the last sample at or before their start; those without news are empty. */
export function anchoredRange(range: GatheredRange): GatheredRange {
  return { ...range, series: range.series.map((series) => anchored(series, range)) };
}

function anchored(series: RangeSeries, { endsMs, rangeMs }: RangeVector): RangeSeries {
  const { timestamps, to } = series;
  const from = series.from.map((begin, step) => {
    const endMs = endsMs[step];
    const window = { timestamps, from: begin, to: to[step], startMs: endMs - rangeMs, endMs };
    return edgeSamples(window, 'anchored')?.first ?? to[step];
  });
  return { ...series, from };
}
