import type { QueryRange } from '@telltale/model';

/** The last step of a range, which its end need not be. */
export function lastStepOf({ startMs, endMs, stepMs }: QueryRange): number {
  return startMs + Math.floor((endMs - startMs) / stepMs) * stepMs;
}

/** How many steps a range has; 0 when it ends before it starts. */
export function countSteps({ startMs, endMs, stepMs }: QueryRange): number {
  return Math.max(0, Math.floor((endMs - startMs) / stepMs) + 1);
}

/** What two ranges must have in common for their steps to fall on the same times. */
export function alignmentOf({ startMs, stepMs }: QueryRange): string {
  return `${stepMs} ${((startMs % stepMs) + stepMs) % stepMs}`;
}

/** The last step before a time. */
export function lastStepBefore({ startMs, stepMs }: QueryRange, timeMs: number): number {
  return startMs + (Math.ceil((timeMs - startMs) / stepMs) - 1) * stepMs;
}

/** Whether two ranges have the very same steps; both must end on one. */
export function isSameRange(a: QueryRange, b: QueryRange): boolean {
  return a.startMs === b.startMs && a.endMs === b.endMs && a.stepMs === b.stepMs;
}
