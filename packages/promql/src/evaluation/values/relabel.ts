import { LabelSet } from '@telltale/model';

/** A copy with one label set; an empty value removes it. */
export function withLabel(labels: LabelSet, name: string, value: string): LabelSet {
  return LabelSet.from([...labels.entries(), [name, value]]);
}

/** The labels that say what a metric is: its name, and its type and unit where they are kept as labels. */
const METRIC_IDENTITY = ['__name__', '__type__', '__unit__'];

/** The labels of a value that is no longer the metric it was computed from. */
export function withoutMetricIdentity(labels: LabelSet): LabelSet {
  return METRIC_IDENTITY.some((name) => labels.has(name)) ? labels.without(METRIC_IDENTITY) : labels;
}
