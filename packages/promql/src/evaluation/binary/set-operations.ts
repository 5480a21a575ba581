import type { BinaryExpr } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { mergeSameLabels } from '../values/merge-series.ts';
import type { InstantVector, StepSeries } from '../values/value.ts';
import { vectorOf } from '../values/value.ts';
import { DEFAULT_MATCHING, matchGroups, matchLabels, presentAnywhere } from './match-signature.ts';

/** `and`, `or` and `unless`: which series are there, step by step; values stay as they are. */
export async function combineSets(
  context: EvaluationContext,
  node: BinaryExpr,
  left: InstantVector,
  right: InstantVector,
): Promise<InstantVector> {
  const { grid, budget } = context;
  budget.spend((left.series.length + right.series.length) * grid.count);
  switch (node.op) {
    case 'and':
      return vectorOf(await restrict(context, node, left, right, 1));
    case 'unless':
      return vectorOf(await restrict(context, node, left, right, 0));
    default: {
      const added = await restrict(context, node, right, left, 0);
      return vectorOf(mergeSameLabels([...left.series, ...added], node.source));
    }
  }
}

/** The series of `kept` at the steps where `other` has a partner (1) or none (0). */
async function restrict(
  { grid: { count }, budget }: EvaluationContext,
  node: BinaryExpr,
  kept: InstantVector,
  other: InstantVector,
  wanted: 0 | 1,
): Promise<StepSeries[]> {
  const matching = node.matching ?? DEFAULT_MATCHING;
  const partners = new Map<string, Uint8Array>();
  for (const [key, { members }] of matchGroups(other.series, matching))
    partners.set(key, presentAnywhere(members, count));
  const none = new Uint8Array(count);
  const results: StepSeries[] = [];
  for (const item of kept.series) {
    if (budget.isDue()) await budget.pause();
    const there = partners.get(matchLabels(item.labels, matching).key) ?? none;
    const present = item.present.map((own, step) => own & (there[step] === wanted ? 1 : 0));
    results.push({ ...item, present });
  }
  return results;
}
