/** More than one slab's worth of series. */
export const CRASH_SERIES = 200;

const STEP_MS = 2000;

/** The time of a row, counted from the test's own start. */
export function crashTimestampMs(startMs: number, row: number): number {
  return startMs + row * STEP_MS;
}

/** The values of a row, one per series. */
export function crashValues(row: number): Float64Array {
  return Float64Array.from({ length: CRASH_SERIES }, (_, i) => row * (i % 5) + i / 3);
}
