import type { BinaryExpr } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { mergeSameLabels } from '../values/merge-series.ts';
import type { InstantVector, StepSeries } from '../values/value.ts';
import { vectorOf } from '../values/value.ts';
import { DEFAULT_MATCHING, matchGroups, matchLabels, presentAnywhere } from './match-signature.ts';

/** `and`, `or` and `unless`: which series are there, step by step; values stay as they are. */
export function combineSets(
  { grid, budget }: EvaluationContext,
  node: BinaryExpr,
  left: InstantVector,
  right: InstantVector,
): InstantVector {
  budget.spend((left.series.length + right.series.length) * grid.count);
  switch (node.op) {
    case 'and':
      return vectorOf(restrict(node, left, right, 1, grid.count));
    case 'unless':
      return vectorOf(restrict(node, left, right, 0, grid.count));
    default: {
      const added = restrict(node, right, left, 0, grid.count);
      return vectorOf(mergeSameLabels([...left.series, ...added]));
    }
  }
}

/** The series of `kept` at the steps where `other` has a partner (1) or none (0). */
function restrict(
  node: BinaryExpr,
  kept: InstantVector,
  other: InstantVector,
  wanted: 0 | 1,
  count: number,
): StepSeries[] {
  const matching = node.matching ?? DEFAULT_MATCHING;
  const partners = new Map<string, Uint8Array>();
  for (const [key, { members }] of matchGroups(other.series, matching))
    partners.set(key, presentAnywhere(members, count));
  const none = new Uint8Array(count);
  return kept.series.map((item) => {
    const there = partners.get(matchLabels(item.labels, matching).key) ?? none;
    return { ...item, present: item.present.map((own, step) => own & (there[step] === wanted ? 1 : 0)) };
  });
}
