/** The memory of a process at a moment. */
export interface MemorySample {
  readonly timeMs: number;
  readonly bytes: number;
}

/**
 * Bytes per millisecond by Theil and Sen: the median of the slopes of all pairs. A collection of the heap, or a moment
 * in which the machine did something else, does not move it.
 */
export function medianSlope(samples: readonly MemorySample[]): number {
  const slopes = samples.flatMap((from, i) =>
    samples.slice(i + 1).map((to) => (to.bytes - from.bytes) / (to.timeMs - from.timeMs)),
  );
  return quantile(slopes, 0.5);
}

/** The smallest value that so large a share of the values is not above; 0 of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The same samples, had the process lost so many bytes with each millisecond. */
export function withLeak(samples: readonly MemorySample[], bytesPerMs: number): MemorySample[] {
  const [first] = samples;
  if (first === undefined) return [];
  return samples.map(({ timeMs, bytes }) => ({
    timeMs,
    bytes: bytes + (timeMs - first.timeMs) * bytesPerMs,
  }));
}
