/** Starts a stopwatch; the result tells the seconds since then. */
export function startStopwatch(): () => number {
  const startMs = performance.now();
  return () => (performance.now() - startMs) / 1000;
}
