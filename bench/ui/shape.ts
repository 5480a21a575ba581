/** Panels of the dashboard, one metric each. */
export const METRICS = 20;
/** Lines of a panel. */
export const SERIES = 10;
/** Points of a line. */
export const POINTS = 240;
/** Time between points: an hour in all. */
export const STEP_MS = 15_000;

export function metricName(index: number): string {
  return `bench_metric_${index}`;
}

/** A value that looks like one of a service: a level, a wave, and some noise that is always the same. */
export function valueAt(metric: number, series: number, point: number): number {
  const noise = Math.sin(point * 12.9898 + series * 78.233 + metric * 37.719) * 43758.5453;
  return 10 + series * 3 + Math.sin(point / 17 + metric) * 4 + (noise - Math.floor(noise)) * 2;
}
