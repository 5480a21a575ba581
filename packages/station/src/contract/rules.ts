import type { AlertState } from './alerts.ts';

/** What is known of the tests of a rule. */
export interface RuleTestsView {
  readonly passed: number;
  readonly failed: number;
  readonly lastRunMs: number;
}

/** What is known of the newest proof of an alert. */
export interface RuleProofView {
  readonly provenAtMs: number;
  /** Name of the level that was reached, such as `delivered`. */
  readonly level: string;
  readonly isComplete: boolean;
  /** Why it counts no longer; empty while it does. */
  readonly staleness: string;
  /** From the fault to the delivery; `null` where it did not arrive. */
  readonly deliveredAfterMs: number | null;
}

/** A rule as it is evaluated. */
export interface RuleView {
  readonly kind: 'alerting' | 'recording';
  readonly name: string;
  readonly query: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly forMs: number;
  readonly keepFiringMs: number;
  readonly state: AlertState;
  readonly health: 'unknown' | 'ok' | 'err';
  readonly lastError: string;
  readonly lastEvaluationMs: number | null;
  readonly lastDurationMs: number | null;
  /** Series that it wrote, or alerts that it has. */
  readonly series: number;
  /** `file:line`; empty where not known. */
  readonly source: string;
  /** `null` where no test of it is known. */
  readonly tests: RuleTestsView | null;
  /** Whether it is an alert of the definition, which says all that a proof needs. */
  readonly isProvable: boolean;
  /** `null` for recording rules, and where it was never proven. */
  readonly proof: RuleProofView | null;
}

/** Rules that are evaluated together. */
export interface RuleGroupView {
  readonly name: string;
  readonly file: string;
  readonly intervalMs: number;
  readonly lastEvaluationMs: number | null;
  readonly lastDurationMs: number | null;
  readonly missedEvaluations: number;
  readonly rules: readonly RuleView[];
}

/** `GET /api/telltale/rules` */
export interface RulesResponse {
  readonly groups: readonly RuleGroupView[];
  /** Host and port of the server that evaluates them; empty where this station does. */
  readonly evaluatedBy: string;
}

/** `POST /api/telltale/rule_tests`: what `telltale test` found, by name of the rule. */
export interface RuleTestsReport {
  readonly ranAtMs: number;
  readonly rules: Readonly<Record<string, { readonly passed: number; readonly failed: number }>>;
}
