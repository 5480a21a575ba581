import { LabelSet } from '@telltale/model';

/** A copy with one label set; an empty value removes it. */
export function withLabel(labels: LabelSet, name: string, value: string): LabelSet {
  return LabelSet.from([...labels.entries(), [name, value]]);
}
