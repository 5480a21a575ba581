import type { SourceRange } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import type { CheckedQuery, QueryOrigin } from './checked-query.ts';

/** The group that a rule is evaluated in; the rules of a definition are one group. */
export interface CheckedRuleGroup {
  readonly name: string;
  readonly file: string;
  /** How often it is evaluated; absent where the global interval of Prometheus decides. */
  readonly intervalMs?: number;
  /** How many rules it has. */
  readonly size: number;
  /** Where the group starts, or where its interval stands. */
  readonly placeOf: (part: 'group' | 'interval') => FindingPlace;
}

/** A label or annotation of a rule; its text may be a Go template. */
export interface CheckedRuleText {
  readonly name: string;
  readonly text: string;
  /** The place of a range of `text`; of the whole text where none is given. */
  readonly placeOf: (range?: SourceRange) => FindingPlace;
}

/** A part of a rule that a finding can be about. */
export type RulePart = 'name' | 'expr' | 'for' | 'labels' | 'annotations';

/** An alerting or recording rule of a rule file or a definition. */
export interface CheckedRule {
  readonly kind: 'alerting' | 'recording';
  readonly name: string;
  readonly query: CheckedQuery;
  /** Absent for recording rules. */
  readonly forMs?: number;
  /** Absent for recording rules. */
  readonly keepFiringForMs?: number;
  /** Own labels, then those of the group. */
  readonly labels: readonly CheckedRuleText[];
  /** None for recording rules. */
  readonly annotations: readonly CheckedRuleText[];
  readonly group: CheckedRuleGroup;
  readonly origin: QueryOrigin;
  /** The place of a part; a part that is not written stands where the name does. */
  readonly placeOf: (part: RulePart) => FindingPlace;
}
