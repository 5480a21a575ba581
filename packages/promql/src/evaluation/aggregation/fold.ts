import type { Aggregation, LabelSet } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { eachSeries } from '../stream/read-stream.ts';
import type { SeriesStream } from '../stream/series-stream.ts';
import { histogramsOf, numbersOf } from '../values/sample-kinds.ts';
import type { StepSeries } from '../values/value.ts';
import type { Accumulator } from './accumulator.ts';
import { GroupIndex } from './group-index.ts';
import { includeHistograms } from './histogram-totals.ts';

/** What counts samples takes all of them alike. */
const COUNTING: ReadonlySet<Aggregation['op']> = new Set<Aggregation['op']>(['count', 'group']);

/** The series that are folded together. */
interface FoldedGroup {
  readonly labels: LabelSet;
  readonly accumulator: Accumulator;
  /** What is not folded as a number. */
  readonly histograms: StepSeries[];
  /** Whether the metric name of any member is to be dropped. */
  dropName: boolean;
}

/** An aggregation with what makes the accumulator of each of its groups. */
export interface Folding {
  readonly node: Aggregation;
  readonly createAccumulator: () => Accumulator;
}

/**
 * Folds the series of each group to one while they are computed; none is kept, but for histograms.
 * Several aggregations of one operand take each series in turn, so that it is computed once.
 */
export async function fold(
  context: EvaluationContext,
  foldings: readonly Folding[],
  operand: SeriesStream,
): Promise<StepSeries[][]> {
  const targets = foldings.map((folding) => ({ node: folding.node, groups: groupsOf(context, folding) }));
  await eachSeries(context, operand, (item) => {
    for (const { node, groups } of targets) include(item, node, groups.of(item.labels));
  });
  const results: StepSeries[][] = [];
  for (const { node, groups } of targets) results.push(await finish(context, node, groups.all));
  return results;
}

function groupsOf(context: EvaluationContext, { node, createAccumulator }: Folding): GroupIndex<FoldedGroup> {
  return new GroupIndex(node.grouping, (labels): FoldedGroup => {
    context.budget.spend(context.grid.count);
    return { labels, accumulator: createAccumulator(), histograms: [], dropName: false };
  });
}

function include(item: StepSeries, { op }: Aggregation, group: FoldedGroup): void {
  group.dropName ||= item.dropName;
  if (!item.histograms || COUNTING.has(op)) {
    group.accumulator.add(item);
    return;
  }
  group.accumulator.add(numbersOf(item));
  group.histograms.push(histogramsOf(item));
}

async function finish(
  context: EvaluationContext,
  node: Aggregation,
  groups: readonly FoldedGroup[],
): Promise<StepSeries[]> {
  const results: StepSeries[] = [];
  for (const { labels, accumulator, histograms, dropName } of groups) {
    const numbers = await accumulator.finish();
    const column =
      histograms.length > 0 ? await includeHistograms(context, node, histograms, numbers) : numbers;
    results.push({ labels, dropName, ...column });
  }
  return results;
}
