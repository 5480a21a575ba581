import type { Expr } from '../expression/ast.ts';

/** Where something was written: a file, with 1-based line and column. */
export interface FilePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface RuleBase {
  /** The query as written; where the rule was built from a definition, as printed. */
  readonly query: string;
  readonly expr: Expr;
  /** Labels added to the result. Values of alerting rules may be Go templates. */
  readonly labels: Readonly<Record<string, string>>;
  /** The service of a workspace that it belongs to: rules of one service make one group. */
  readonly service?: string;
  /** Name of its group, where it has one of its own within the service. */
  readonly group?: string;
  readonly position?: FilePosition;
}

/** Fires for every series that its expression returns for at least `forMs`. */
export interface AlertingRule extends RuleBase {
  readonly kind: 'alerting';
  readonly name: string;
  /** How long the expression must hold before the alert fires. */
  readonly forMs: number;
  /** How long the alert goes on firing after the expression stopped to hold. */
  readonly keepFiringForMs: number;
  /** Go templates, rendered per alert. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Unit of the values of the expression, where the definition knows it. */
  readonly unit?: string;
}

/** Stores the result of its expression under a new metric name. */
export interface RecordingRule extends RuleBase {
  readonly kind: 'recording';
  /** Name of the metric that is written. */
  readonly name: string;
}

/** A rule of either kind. */
export type Rule = AlertingRule | RecordingRule;

/** Rules that are evaluated together, in order. */
export interface RuleGroup {
  readonly name: string;
  /** File or definition the group came from. */
  readonly file: string;
  readonly intervalMs: number;
  /**
   * Most series that a recording rule, or alerts that an alerting rule of the group may have; a rule
   * with more fails. Default: 0, no limit.
   */
  readonly limit?: number;
  /** How far before its time an evaluation reads and writes samples. Default: 0. */
  readonly queryOffsetMs?: number;
  readonly rules: readonly Rule[];
}
