import type { BinaryExpr, VectorMatching } from '@telltale/model';
import { compareLabelSets, quoteText } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { executionError } from '../../errors/execution-error.ts';
import { histogramBytes } from '../values/histogram-bytes.ts';
import { mergeSameLabels } from '../values/merge-series.ts';
import type { Column, InstantVector, StepSeries } from '../values/value.ts';
import { emptyColumn, vectorOf } from '../values/value.ts';
import type { ElementOperation } from './element-operation.ts';
import { elementOperation } from './element-operation.ts';
import { fillMissing, sideFill } from './fill-missing.ts';
import type { MatchGroup } from './match-signature.ts';
import { DEFAULT_MATCHING, matchGroups, presentAnywhere } from './match-signature.ts';
import { resultLabels } from './result-labels.ts';
import { sampleColumn } from './sample-column.ts';
import type { SampleOperation } from './sample-operation.ts';
import { isTrim, sampleAt, sampleOperation } from './sample-operation.ts';

/** One binary operation between two vectors. */
interface Join {
  readonly context: EvaluationContext;
  readonly node: BinaryExpr;
  readonly matching: VectorMatching;
  /** Takes the value of the "many" side first; not set where only {@link Join.sampleOperation} will do. */
  readonly operation: ElementOperation | undefined;
  /** The same for samples of any type. */
  readonly sampleOperation: SampleOperation;
  /** The steps at which sides have values that can be matched; elsewhere nothing is refused either. */
  readonly live: Uint8Array;
}

/** Pairs the series of two vectors by their labels and combines the values of each pair. */
export async function combineVectors(
  context: EvaluationContext,
  node: BinaryExpr,
  left: InstantVector,
  right: InstantVector,
): Promise<InstantVector> {
  const matching = node.matching ?? DEFAULT_MATCHING;
  const isSwapped = matching.cardinality === 'one-to-many';
  const [many, one] = isSwapped ? [right, left] : [left, right];
  const join: Join = {
    context,
    node,
    matching,
    operation: isTrim(node.op) ? undefined : oriented(elementOperation(node), isSwapped),
    sampleOperation: oriented(sampleOperation(context, node), isSwapped),
    live: liveSteps(context, node, many, one),
  };
  const oneGroups = matchGroups(one.series, matching);
  for (const group of oneGroups.values()) refuseDuplicates(join, group);
  const manyGroups = matchGroups(many.series, matching);
  if (node.fill) fillMissing(manyGroups, oneGroups, sideFill(node), context.grid.count);
  const results: StepSeries[] = [];
  for (const [key, group] of manyGroups) {
    const partners = oneGroups.get(key);
    if (partners) results.push(...(await joinGroup(join, group.members, partners.members)));
  }
  return vectorOf(mergeSameLabels(results, node.source));
}

function oriented<Operand, Result>(
  operation: (left: Operand, right: Operand) => Result,
  isSwapped: boolean,
): (many: Operand, one: Operand) => Result {
  return isSwapped ? (many, one) => operation(one, many) : operation;
}

function liveSteps(
  { grid }: EvaluationContext,
  { fill }: BinaryExpr,
  a: InstantVector,
  b: InstantVector,
): Uint8Array {
  const there = presentAnywhere(b.series, grid.count);
  return presentAnywhere(a.series, grid.count).map((own, step) =>
    fill ? own | there[step] : own & there[step],
  );
}

function refuseDuplicates({ node, matching, live }: Join, { labels, members }: MatchGroup): void {
  if (members.length < 2) return;
  for (let step = 0; step < live.length; step++) {
    const present = live[step] === 1 ? members.filter((member) => member.present[step] === 1) : [];
    if (present.length < 2) continue;
    const side = matching.cardinality === 'one-to-many' ? 'left' : 'right';
    const series = present
      .map((member) => member.labels)
      .sort(compareLabelSets)
      // Two show what clashes, as in Prometheus; a group can have thousands.
      .slice(0, 2)
      .map(
        (set) => `{${[...set.entries()].map(([name, value]) => `${name}=${quoteText(value)}`).join(', ')}}`,
      );
    const reason =
      `found duplicate series for the match group ${labels.size === 0 ? '{}' : labels.toString()} on the ${side} hand-side of the operation: [${series.join(', ')}]` +
      ';many-to-many matching not allowed: matching labels must be unique on one side';
    throw executionError(reason, node.source);
  }
}

/** Members of one match group: every pair of a "many" and a "one" that is there at the same step. */
async function joinGroup(
  join: Join,
  many: readonly StepSeries[],
  one: readonly StepSeries[],
): Promise<StepSeries[]> {
  const { context, node, matching } = join;
  context.budget.spend(many.length * one.length * context.grid.count);
  const matched = new Map<string, Uint8Array>();
  const results: StepSeries[] = [];
  for (const left of many) {
    if (context.budget.isDue()) await context.budget.pause();
    for (const right of one) {
      const labels = resultLabels(node, matching, left.labels, right.labels);
      // One-to-one allows one match a group; otherwise one for each set of result labels.
      const key = matching.cardinality === 'one-to-one' ? '' : labels.key;
      const taken = matched.get(key) ?? new Uint8Array(context.grid.count);
      matched.set(key, taken);
      const column = joinPair(join, left, right, taken);
      if (column.histograms) context.budget.hold(histogramBytes(column.histograms));
      results.push({ labels, dropName: left.dropName || node.bool === true, ...column });
    }
  }
  return results.filter(({ present }) => present.includes(1));
}

function joinPair(join: Join, left: Column, right: Column, taken: Uint8Array): Column {
  const { operation } = join;
  if (!operation || left.histograms || right.histograms) return joinSamples(join, left, right, taken);
  const column = emptyColumn(taken.length);
  for (let step = 0; step < taken.length; step++) {
    if ((left.present[step] & right.present[step]) === 0) continue;
    if (taken[step] === 1) refuseSecondMatch(join);
    taken[step] = 1;
    const value = operation(left.values[step], right.values[step]);
    if (value === undefined) continue;
    column.values[step] = value;
    column.present[step] = 1;
  }
  return column;
}

function joinSamples(join: Join, left: Column, right: Column, taken: Uint8Array): Column {
  return sampleColumn(taken.length, (step) => {
    if ((left.present[step] & right.present[step]) === 0) return undefined;
    const outcome = join.sampleOperation(sampleAt(left, step), sampleAt(right, step));
    // As in Prometheus, what cannot be combined is no match.
    if (outcome === 'incompatible') return outcome;
    if (taken[step] === 1) refuseSecondMatch(join);
    taken[step] = 1;
    return outcome;
  });
}

const SECOND_MATCH_FIX =
  'Match on more labels, aggregate one side, or write group_left or group_right behind on (…) for the side with several series.';

function refuseSecondMatch({ node, matching }: Join): never {
  const rule =
    matching.cardinality === 'one-to-one'
      ? 'many-to-one matching must be explicit (group_left/group_right)'
      : 'grouping labels must ensure unique matches';
  throw executionError(`multiple matches for labels: ${rule}`, node.source, SECOND_MATCH_FIX);
}
