import type { Grouping, LabelSet } from '@telltale/model';
import type { StepSeries } from '../values/value.ts';
import { GroupIndex } from './group-index.ts';

/** The series that are aggregated together. */
export interface SeriesGroup {
  readonly labels: LabelSet;
  readonly members: StepSeries[];
  /** Whether the metric name of any member is to be dropped. */
  dropName: boolean;
}

/** Splits a vector to its groups, in order of first appearance; resolved once for all steps. */
export function groupSeries(
  series: readonly StepSeries[],
  grouping: Grouping | undefined,
): readonly SeriesGroup[] {
  const groups = new GroupIndex(grouping, (labels): SeriesGroup => ({
    labels,
    members: [],
    dropName: false,
  }));
  for (const item of series) {
    const group = groups.of(item.labels);
    group.members.push(item);
    group.dropName ||= item.dropName;
  }
  return groups.all;
}
