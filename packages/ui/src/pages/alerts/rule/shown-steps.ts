import type { RouteStep } from '@telltale/station/contract';

/** The steps of a routing tree that are shown. */
export interface ShownSteps {
  readonly steps: readonly RouteStep[];
  /** How many are left out. */
  readonly omitted: number;
}

/** Leaves out what stands below a route that does not match: nobody asks it. */
export function shownSteps(all: readonly RouteStep[]): ShownSteps {
  const steps: RouteStep[] = [];
  let closedDepth = Infinity;
  for (const step of all) {
    if (step.depth > closedDepth) continue;
    closedDepth = step.outcome === 'matches' ? Infinity : step.depth;
    steps.push(step);
  }
  return { steps, omitted: all.length - steps.length };
}
