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

/** Folds the series of each group to one while they are computed; none is kept, but for histograms. */
export async function fold(
  context: EvaluationContext,
  node: Aggregation,
  operand: SeriesStream,
  createAccumulator: () => Accumulator,
): Promise<StepSeries[]> {
  const groups = new GroupIndex(node.grouping, (labels): FoldedGroup => {
    context.budget.spend(context.grid.count);
    return { labels, accumulator: createAccumulator(), histograms: [], dropName: false };
  });
  const countsAll = COUNTING.has(node.op);
  await eachSeries(context, operand, (item) => {
    const group = groups.of(item.labels);
    group.dropName ||= item.dropName;
    if (countsAll || !item.histograms) {
      group.accumulator.add(item);
      return;
    }
    group.accumulator.add(numbersOf(item));
    group.histograms.push(histogramsOf(item));
  });
  const results: StepSeries[] = [];
  for (const { labels, accumulator, histograms, dropName } of groups.all) {
    const numbers = await accumulator.finish();
    const column =
      histograms.length > 0 ? await includeHistograms(context, node, histograms, numbers) : numbers;
    results.push({ labels, dropName, ...column });
  }
  return results;
}
