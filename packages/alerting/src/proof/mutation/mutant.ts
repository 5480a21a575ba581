import type { AlertingRule } from '@telltale/model';

/** What a mutant changes. */
export type MutationKind =
  | 'comparison'
  | 'strictness'
  | 'threshold'
  | 'matcher-dropped'
  | 'matcher-inverted'
  | 'label-dropped'
  | 'range'
  | 'for'
  | 'keep-firing-for';

/** A rule with one thing wrong: a good test fails with it. */
export interface Mutant {
  readonly kind: MutationKind;
  /** What was changed, in words: `> becomes <`. */
  readonly change: string;
  readonly rule: AlertingRule;
  /** Place of the changed node in the expression; `undefined` where it is not in the expression. */
  readonly place: number | undefined;
  /** Which matcher of the selector at that place. */
  readonly matcherIndex?: number;
}
