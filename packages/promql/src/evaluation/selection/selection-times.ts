import type { Subquery, VectorSelector } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { timeOf } from '../values/step-grid.ts';

/** The time each step looks at: its own, or that of `@`, moved back by the offset. */
export function selectionTimes(
  { grid }: EvaluationContext,
  { at, offsetMs = 0 }: Pick<VectorSelector | Subquery, 'at' | 'offsetMs'>,
): Float64Array {
  const times = new Float64Array(grid.count);
  // The start and the end of the query were made times before.
  const fixed = at?.kind === 'timestamp' ? at.ms : undefined;
  for (let step = 0; step < grid.count; step++) times[step] = (fixed ?? timeOf(grid, step)) - offsetMs;
  return times;
}
