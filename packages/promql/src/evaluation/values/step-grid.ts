/** The times an expression is evaluated at: `count` steps of `stepMs` from `startMs`. */
export interface StepGrid {
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/** The time of a step in milliseconds. */
export function timeOf(grid: StepGrid, step: number): number {
  return grid.startMs + step * grid.stepMs;
}

/** The times of all steps. */
export function timesOf(grid: StepGrid): Float64Array {
  const times = new Float64Array(grid.count);
  for (let step = 0; step < grid.count; step++) times[step] = timeOf(grid, step);
  return times;
}
