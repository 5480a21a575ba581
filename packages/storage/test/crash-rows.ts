/** More than one slab's worth of series. */
export const CRASH_SERIES = 200;

const STEP_MS = 2000;

/** The time of a row, counted from the test's own start. */
export function crashTimestampMs(startMs: number, row: number): number {
  return startMs + row * STEP_MS;
}

/** The value of a series in a row. */
export function crashValue(row: number, series: number): number {
  return row * (series % 5) + series / 3;
}

/** The values of a row, one per series. */
export function crashValues(row: number): Float64Array {
  return Float64Array.from({ length: CRASH_SERIES }, (_, series) => crashValue(row, series));
}
