import type { Aggregation } from '@telltale/model';
import { executionError } from '../../errors/execution-error.ts';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { HistogramRemarks } from '../native/histogram-remarks.ts';
import { formatPlain } from '../numeric/format-plain.ts';
import { histogramsOf, numbersOf } from '../values/sample-kinds.ts';
import type { StepSeries } from '../values/value.ts';
import { hasAny } from '../values/value.ts';
import type { SeriesGroup } from './group-series.ts';

/** Ranks by value, which histograms do not have. */
const RANKING: ReadonlySet<Aggregation['op']> = new Set<Aggregation['op']>(['topk', 'bottomk']);

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
export async function rank(
  { annotations, budget }: EvaluationContext,
  node: Aggregation,
  groups: readonly SeriesGroup[],
  limits: Float64Array,
): Promise<StepSeries[]> {
  checkLimits(limits, node);
  const remarks = new HistogramRemarks(annotations, node);
  const choose = choiceOf(node.op);
  const chosen = new Map<StepSeries, Uint8Array>();
  for (const { members: all } of groups) {
    const isRanked = RANKING.has(node.op) && limits.some((k) => k >= 1);
    const members = isRanked ? rankable(all, node.op, remarks) : all;
    for (const [step, k] of limits.entries()) {
      if (k < 1) continue;
      if (budget.isDue()) await budget.pause();
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

function rankable(
  members: readonly StepSeries[],
  op: Aggregation['op'],
  remarks: HistogramRemarks,
): readonly StepSeries[] {
  if (!members.some(({ histograms }) => histograms)) return members;
  if (members.some((member) => hasAny(histogramsOf(member).present))) remarks.ignoredInAggregation(op);
  return members.map(numbersOf);
}

const LIMIT_FIX = 'Write how many series are wanted, as a number.';

/** Numbers that Prometheus could not count with; where nothing is chosen at any step it does not look. */
function checkLimits(limits: Float64Array, { param }: Aggregation): void {
  if (limits.every((k) => k < 1)) return;
  if (limits.some(Number.isNaN)) throw executionError('Parameter value is NaN', param?.source, LIMIT_FIX);
  const bad = limits.find((k) => Math.abs(k) >= 2 ** 63);
  if (bad === undefined) return;
  const text = formatPlain(bad);
  throw executionError(
    `Scalar value ${text} ${bad < 0 ? 'underflows' : 'overflows'} int64`,
    param?.source,
    LIMIT_FIX,
  );
}
