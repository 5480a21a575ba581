import type { Aggregation, LabelSet } from '@telltale/model';
import { executionError } from '../../errors/execution-error.ts';
import { formatPlain } from '../numeric/format-plain.ts';
import type { Column, StepSeries } from '../values/value.ts';
import { emptyColumn } from '../values/value.ts';
import { withLabel } from '../values/relabel.ts';
import { groupLabels } from './grouping.ts';

/** Counts how often each value occurs; the value becomes a label of the result. */
export function countValues(
  node: Aggregation,
  series: readonly StepSeries[],
  label: string,
  count: number,
): StepSeries[] {
  if (label === '' || !label.isWellFormed())
    throw executionError(`invalid label name ${JSON.stringify(label)}`);
  const grouping = node.grouping ?? { mode: 'by', labels: [] };
  const labelled = grouping.mode === 'by' ? { ...grouping, labels: [...grouping.labels, label] } : grouping;
  const results = new Map<string, Column & { readonly labels: LabelSet }>();
  for (const { labels, values, present } of series) {
    for (let step = 0; step < count; step++) {
      if (present[step] === 0) continue;
      const group = groupLabels(withLabel(labels, label, formatPlain(values[step])), labelled);
      let result = results.get(group.key);
      if (!result) results.set(group.key, (result = { labels: group, ...emptyColumn(count) }));
      result.values[step]++;
      result.present[step] = 1;
    }
  }
  return [...results.values()].map((result) => ({ ...result, dropName: false }));
}
