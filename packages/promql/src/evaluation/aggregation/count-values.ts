import type { Aggregation, LabelSet } from '@telltale/model';
import { quoteText } from '@telltale/model';
import { executionError } from '../../errors/execution-error.ts';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { printHistogram } from '../native/print-histogram.ts';
import { formatPlain } from '../numeric/format-plain.ts';
import type { Column, StepSeries } from '../values/value.ts';
import { emptyColumn } from '../values/value.ts';
import { withLabel } from '../values/relabel.ts';
import { groupLabels } from './group-labels.ts';

/** Counts how often each value occurs; the value becomes a label of the result. */
export async function countValues(
  { grid, budget }: EvaluationContext,
  node: Aggregation,
  series: readonly StepSeries[],
  label: string,
): Promise<StepSeries[]> {
  const { count } = grid;
  if (label === '' || !label.isWellFormed())
    throw executionError(
      `invalid label name ${quoteText(label)}`,
      node.param?.source,
      'A label name is a text that is not empty.',
    );
  const grouping = node.grouping ?? { mode: 'by', labels: [] };
  const labelled = grouping.mode === 'by' ? { ...grouping, labels: [...grouping.labels, label] } : grouping;
  const results = new Map<string, Column & { readonly labels: LabelSet }>();
  for (const { labels, values, present, histograms } of series) {
    if (budget.isDue()) await budget.pause();
    for (let step = 0; step < count; step++) {
      if (present[step] === 0) continue;
      const histogram = histograms?.[step];
      const text = histogram ? printHistogram(histogram) : formatPlain(values[step]);
      const group = groupLabels(withLabel(labels, label, text), labelled);
      let result = results.get(group.key);
      if (!result) {
        // Every distinct value is a series of its own, so their number is known only now.
        budget.spend(count);
        results.set(group.key, (result = { labels: group, ...emptyColumn(count) }));
      }
      result.values[step]++;
      result.present[step] = 1;
    }
  }
  return [...results.values()].map((result) => ({ ...result, dropName: false }));
}
