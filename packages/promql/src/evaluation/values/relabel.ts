import { LabelSet } from '@telltale/model';

/** A copy with one label set; an empty value removes it. */
export function withLabel(labels: LabelSet, name: string, value: string): LabelSet {
  return LabelSet.from([...labels.entries(), [name, value]]);
}

/** The labels that say what a metric is: its name, and its type and unit where they are kept as labels. */
const METRIC_IDENTITY = ['__name__', '__type__', '__unit__'];

/** Whether any label says what a metric is. */
export function hasMetricIdentity(labels: LabelSet): boolean {
  return METRIC_IDENTITY.some((name) => labels.has(name));
}

/** The labels of a value that is no longer the metric it was computed from. */
export function withoutMetricIdentity(labels: LabelSet): LabelSet {
  return hasMetricIdentity(labels) ? labels.without(METRIC_IDENTITY) : labels;
}
