import type { Grouping } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import type { StepSeries } from '../values/value.ts';

/** The series that are aggregated together. */
export interface SeriesGroup {
  readonly labels: LabelSet;
  readonly members: StepSeries[];
  /** Whether the metric name of any member is to be dropped. */
  dropName: boolean;
}

/** The labels of the group a series belongs to. */
export function groupLabels(labels: LabelSet, grouping: Grouping | undefined): LabelSet {
  if (!grouping) return LabelSet.empty;
  if (grouping.mode === 'by') return labels.only(grouping.labels);
  return labels.without(['__name__', ...grouping.labels]);
}

/** Splits a vector to its groups, in order of first appearance; resolved once for all steps. */
export function groupSeries(series: readonly StepSeries[], grouping: Grouping | undefined): SeriesGroup[] {
  const groups = new Map<string, SeriesGroup>();
  for (const item of series) {
    const labels = groupLabels(item.labels, grouping);
    let group = groups.get(labels.key);
    if (!group) {
      group = { labels, members: [], dropName: false };
      groups.set(labels.key, group);
    }
    group.members.push(item);
    group.dropName ||= item.dropName;
  }
  return [...groups.values()];
}
