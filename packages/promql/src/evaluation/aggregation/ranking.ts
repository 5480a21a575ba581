import type { Aggregation } from '@telltale/model';
import { executionError } from '../../errors/execution-error.ts';
import type { StepSeries } from '../values/value.ts';
import { hasAny } from '../values/value.ts';
import type { SeriesGroup } from './grouping.ts';

/** Chooses among the members of a group that have a value at a step; returns them in rank order. */
type Choice = (members: readonly StepSeries[], step: number, k: number) => readonly StepSeries[];

/** How `topk`, `bottomk` and `limitk` choose. NaN is worse than every number. */
function choiceOf(op: Aggregation['op']): Choice {
  switch (op) {
    case 'topk':
      return best((a, b) => b - a);
    case 'bottomk':
      return best((a, b) => a - b);
    default:
      return (members, _, k) => members.slice(0, k);
  }
}

function best(compare: (a: number, b: number) => number): Choice {
  return (members, step, k) =>
    members
      .toSorted(({ values: a }, { values: b }) => {
        const nanLast = Number(Number.isNaN(a[step])) - Number(Number.isNaN(b[step]));
        return nanLast || compare(a[step], b[step]) || 0;
      })
      .slice(0, k);
}

/**
 * The chosen series of every group with the steps they were chosen at. With one step the order is
 * that of the choice.
 *
 * @param limits How many to choose, per step.
 */
export function rank(node: Aggregation, groups: readonly SeriesGroup[], limits: Float64Array): StepSeries[] {
  const bad = limits.find(Number.isNaN);
  if (bad !== undefined) throw executionError('Parameter value is NaN');
  const choose = choiceOf(node.op);
  const chosen = new Map<StepSeries, Uint8Array>();
  for (const { members } of groups) {
    for (const [step, k] of limits.entries()) {
      if (k < 1) continue;
      const candidates = members.filter(({ present }) => present[step] === 1);
      for (const member of choose(candidates, step, Math.floor(k))) {
        const present = chosen.get(member) ?? new Uint8Array(limits.length);
        present[step] = 1;
        chosen.set(member, present);
      }
    }
  }
  return [...chosen]
    .map(([member, present]) => ({ ...member, present }))
    .filter(({ present }) => hasAny(present));
}
