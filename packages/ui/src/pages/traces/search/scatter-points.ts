import type { TraceSummary } from '@telltale/station/contract';

/** A trace in the picture: from the left and from the top, from 0 to 1. */
export interface ScatterPoint {
  readonly trace: TraceSummary;
  readonly x: number;
  readonly y: number;
}

/** The durations that a picture spans. */
export interface DurationScale {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** Shorter ones stand at the bottom. */
const LEAST_MS = 0.01;

/** From a power of ten below the shortest to one above the longest. */
export function durationScale(traces: readonly TraceSummary[]): DurationScale {
  const durations = traces.map(({ durationMs }) => Math.max(LEAST_MS, durationMs));
  const least = durations.reduce((low, one) => Math.min(low, one), Infinity);
  const most = durations.reduce((high, one) => Math.max(high, one), LEAST_MS);
  const low = Math.floor(Math.log10(Math.min(least, most)));
  return { leastMs: 10 ** low, mostMs: 10 ** Math.max(low + 1, Math.ceil(Math.log10(most))) };
}

/** Powers of ten of a scale. */
export function durationTicks({ leastMs, mostMs }: DurationScale): readonly number[] {
  const steps = Math.round(Math.log10(mostMs / leastMs));
  return Array.from({ length: steps + 1 }, (_, step) => leastMs * 10 ** step);
}

/** How high a duration stands: 0 is the top. */
export function heightOf(durationMs: number, { leastMs, mostMs }: DurationScale): number {
  const share = Math.log10(Math.max(leastMs, durationMs) / leastMs) / Math.log10(mostMs / leastMs);
  return 1 - Math.min(1, share);
}

/** Traces by their begin and duration, those of before first. */
export function scatterPoints(
  traces: readonly TraceSummary[],
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
  scale: DurationScale,
): readonly ScatterPoint[] {
  return traces
    .map((trace) => ({
      trace,
      x: Math.min(1, Math.max(0, (trace.startMs - startMs) / (endMs - startMs || 1))),
      y: heightOf(trace.durationMs, scale),
    }))
    .sort((a, b) => a.trace.startMs - b.trace.startMs);
}

/** The point that is nearest to a place, no further than `most` away; all in pixels. */
export function nearestPoint(
  points: readonly ScatterPoint[],
  at: { readonly x: number; readonly y: number },
  size: { readonly width: number; readonly height: number },
  most: number,
): ScatterPoint | undefined {
  let nearest: ScatterPoint | undefined;
  let least = most;
  for (const point of points) {
    const away = Math.hypot(point.x * size.width - at.x, point.y * size.height - at.y);
    if (away <= least) {
      least = away;
      nearest = point;
    }
  }
  return nearest;
}
