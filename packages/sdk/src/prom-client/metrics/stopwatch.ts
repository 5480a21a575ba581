import type { LabelValues } from '../contract/label-values.ts';

/** Starts a stopwatch; the result tells the seconds since then. */
export function startStopwatch(): () => number {
  const startMs = performance.now();
  return () => (performance.now() - startMs) / 1000;
}

/** Starts a timer; its end records the seconds since then under the labels of both, and returns them. */
export function startTimer<T extends string>(
  labels: LabelValues<T> | undefined,
  record: (labels: LabelValues<T>, seconds: number) => void,
): (labels?: LabelValues<T>) => number {
  const elapsed = startStopwatch();
  return (endLabels) => {
    const seconds = elapsed();
    record({ ...labels, ...endLabels }, seconds);
    return seconds;
  };
}
