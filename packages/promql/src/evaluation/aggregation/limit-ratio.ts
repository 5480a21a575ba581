import type { Aggregation } from '@telltale/model';
import { executionError } from '../../errors/execution-error.ts';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { formatPlain } from '../numeric/format-plain.ts';
import type { StepSeries } from '../values/value.ts';
import { hasAny } from '../values/value.ts';
import type { SeriesGroup } from './group-series.ts';
import { isWithinRatio, sampleOffset } from './sample-offset.ts';

/**
 * A share of the series of a vector, chosen by a hash of their labels: the same series at every step
 * and in every query.
 *
 * @param ratios The share to keep, per step, from -1 to 1.
 */
export async function limitRatio(
  context: EvaluationContext,
  node: Aggregation,
  groups: readonly SeriesGroup[],
  ratios: Float64Array,
): Promise<StepSeries[]> {
  if (ratios.every((ratio) => ratio === 0)) return [];
  if (ratios.some(Number.isNaN))
    throw executionError('Ratio value is NaN', node.param?.source, 'A ratio is a number from -1 to 1.');
  noteRatios(context, node, ratios);
  const chosen: StepSeries[] = [];
  for (const { members } of groups) {
    for (const member of members) {
      if (context.budget.isDue()) await context.budget.pause();
      const offset = sampleOffset(member.labels);
      const present = member.present.map((own, step) =>
        own === 1 && ratios[step] !== 0 && isWithinRatio(offset, capped(ratios[step])) ? 1 : 0,
      );
      if (hasAny(present)) chosen.push({ ...member, present });
    }
  }
  return chosen;
}

function capped(ratio: number): number {
  return Math.max(-1, Math.min(1, ratio));
}

function noteRatios({ annotations }: EvaluationContext, node: Aggregation, ratios: Float64Array): void {
  const least = ratios.reduce((a, b) => Math.min(a, b));
  const most = ratios.reduce((a, b) => Math.max(a, b));
  for (const extreme of [most, least]) {
    if (extreme === capped(extreme)) continue;
    const text = `ratio value should be between -1 and 1, got ${formatPlain(extreme)}, capping to ${capped(extreme)}`;
    annotations.warn(node.param ?? node, `PromQL warning: ${text}`);
  }
}
