import type { RangeSeries, RangeVector } from '../values/value.ts';

/** A window that ends further from its edge than this many sample intervals was cut short. */
const EDGE_TOLERANCE = 1.1;

/** How the change over a window is read. */
export interface Extrapolation {
  /** Whether a fall is a reset of the counter to zero. */
  readonly isCounter: boolean;
  readonly perSecond: boolean;
}

/**
 * How far the samples of each window reach, and how far a change over them is extrapolated: to the
 * edge of the window where that is near, else by half a sample interval. All in seconds.
 */
export interface WindowGeometry {
  /** From the first to the last sample. */
  readonly sampled: Float64Array;
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** What a change is multiplied with, when nothing else shortens the extrapolation; per unit. */
  readonly factor: Float64Array;
  /** Whether every window has the two samples that a change needs. */
  readonly isComplete: boolean;
}

/**
 * Computes the geometry of windows; series with the same windows share it.
 *
 * @param unit What `factor` is divided by: the range in seconds for a rate, else 1.
 */
export function createGeometryCache(
  range: RangeVector,
  unit: number,
): (series: RangeSeries) => WindowGeometry {
  let windows: Int32Array | undefined;
  let geometry: WindowGeometry | undefined;
  return (series) => {
    if (!geometry || windows !== series.from) {
      windows = series.from;
      geometry = measure(series, range, unit);
    }
    return geometry;
  };
}

function measure(
  { timestamps, from, to }: RangeSeries,
  { endsMs, rangeMs }: RangeVector,
  unit: number,
): WindowGeometry {
  const count = endsMs.length;
  const sampled = new Float64Array(count);
  const before = new Float64Array(count);
  const after = new Float64Array(count);
  const factor = new Float64Array(count);
  let isComplete = true;
  for (let step = 0; step < count; step++) {
    const first = from[step];
    const last = to[step] - 1;
    if (last <= first) {
      isComplete = false;
      continue;
    }
    const toStart = (timestamps[first] - (endsMs[step] - rangeMs)) / 1000;
    const toEnd = (endsMs[step] - timestamps[last]) / 1000;
    sampled[step] = (timestamps[last] - timestamps[first]) / 1000;
    const interval = sampled[step] / (last - first);
    const near = interval * EDGE_TOLERANCE;
    before[step] = toStart >= near ? interval / 2 : toStart;
    after[step] = toEnd >= near ? interval / 2 : toEnd;
    factor[step] = (sampled[step] + before[step] + after[step]) / sampled[step] / unit;
  }
  return { sampled, before, after, factor, isComplete };
}

/**
 * What the change of a counter is multiplied with when its slope meets zero within the extrapolation:
 * a counter cannot have been negative, so it goes no further back than that.
 *
 * @param share The value at the first sample by the change since.
 * @param unit As for the geometry.
 */
export function factorFromZero(
  { sampled, after }: WindowGeometry,
  step: number,
  share: number,
  unit: number,
): number {
  return (sampled[step] + sampled[step] * share + after[step]) / sampled[step] / unit;
}
