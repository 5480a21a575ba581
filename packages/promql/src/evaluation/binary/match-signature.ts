import type { LabelSet, VectorMatching } from '@telltale/model';
import type { StepSeries } from '../values/value.ts';

/** Matching where none is written: on all labels but the metric name. */
export const DEFAULT_MATCHING: VectorMatching = {
  mode: 'ignoring',
  labels: [],
  cardinality: 'one-to-one',
  include: [],
};

/** The labels that two series must share to be matched. */
export function matchLabels(labels: LabelSet, { mode, labels: names }: VectorMatching): LabelSet {
  return mode === 'on' ? labels.only(names) : labels.without(['__name__', ...names]);
}

/** The series of one side that can only be matched with each other's partners. */
export interface MatchGroup {
  readonly labels: LabelSet;
  readonly members: StepSeries[];
}

/** Groups one side of an operation by what it is matched on. */
export function matchGroups(
  series: readonly StepSeries[],
  matching: VectorMatching,
): Map<string, MatchGroup> {
  const groups = new Map<string, MatchGroup>();
  for (const item of series) {
    const labels = matchLabels(item.labels, matching);
    const group = groups.get(labels.key) ?? { labels, members: [] };
    group.members.push(item);
    groups.set(labels.key, group);
  }
  return groups;
}

/** The steps at which any of some series has a value. */
export function presentAnywhere(series: readonly StepSeries[], count: number): Uint8Array {
  const result = new Uint8Array(count);
  for (const { present } of series) for (let step = 0; step < count; step++) result[step] |= present[step];
  return result;
}
