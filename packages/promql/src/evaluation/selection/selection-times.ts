import type { AtModifier, Subquery, VectorSelector } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { queryEndMs } from '../context/evaluation-context.ts';
import { timeOf } from '../values/step-grid.ts';

/** The time each step looks at: its own, or that of `@`, moved back by the offset. */
export function selectionTimes(
  context: EvaluationContext,
  { at, offsetMs = 0 }: Pick<VectorSelector | Subquery, 'at' | 'offsetMs'>,
): Float64Array {
  const { grid } = context;
  const times = new Float64Array(grid.count);
  const fixed = at && fixedTime(context, at);
  for (let step = 0; step < grid.count; step++) times[step] = (fixed ?? timeOf(grid, step)) - offsetMs;
  return times;
}

function fixedTime(context: EvaluationContext, at: AtModifier): number {
  switch (at.kind) {
    case 'timestamp':
      return at.ms;
    case 'start':
      return context.queryGrid.startMs;
    case 'end':
      return queryEndMs(context);
  }
}
