import type { LogLinearCounts } from './log-linear-counts.ts';

/** Counts of the newest observations: a summary's own, a copy from another process, or the sum of several. */
export interface Sketch {
  /** The counts of all that is remembered, to take quantiles of. */
  merged(): LogLinearCounts;
}

/** Whether the cell of a row is a sketch. */
export function isSketch(cell: unknown): cell is Sketch {
  return typeof cell === 'object' && cell !== null && 'merged' in cell;
}
