import type { Grouping } from '@telltale/model';
import { LabelSet } from '@telltale/model';

/** The labels of the group a series belongs to. */
export function groupLabels(labels: LabelSet, grouping: Grouping | undefined): LabelSet {
  if (!grouping) return LabelSet.empty;
  if (grouping.mode === 'by') return labels.only(grouping.labels);
  return labels.without(['__name__', ...grouping.labels]);
}
