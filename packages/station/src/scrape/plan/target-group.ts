import type { LabelSet } from '@telltale/model';

/** Targets that were found together, with the labels that all of them have. */
export interface TargetGroup {
  /** Where it was found: a file, an address, a name; for messages. */
  readonly source: string;
  /** Labels of all its targets; those of a target itself come before them. */
  readonly labels: LabelSet;
  /** Each has at least `__address__`. */
  readonly targets: readonly LabelSet[];
}
