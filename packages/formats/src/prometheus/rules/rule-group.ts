import type { FilePosition } from '@telltale/model';
import type { ScalarSource } from '../../yaml/scalar-source.ts';

interface FileRuleBase {
  /** PromQL as written; not parsed here. */
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** `- alert: …` */
export interface FileAlertingRule extends FileRuleBase {
  readonly kind: 'alerting';
  readonly name: string;
  readonly forMs: number;
  readonly keepFiringForMs: number;
  readonly annotations: Readonly<Record<string, string>>;
}

/** `- record: …` */
export interface FileRecordingRule extends FileRuleBase {
  readonly kind: 'recording';
  readonly name: string;
}

/** A rule as it stands in a file. */
export type FileRule = FileAlertingRule | FileRecordingRule;

/** A group of a Prometheus rule file: what is printed. */
export interface FileRuleGroup<Rule extends FileRule = FileRule> {
  readonly name: string;
  /** Absent means Prometheus' global evaluation interval. */
  readonly intervalMs?: number;
  /** Most alerts or series one rule may produce; absent or 0 means no limit. */
  readonly limit?: number;
  /** How far behind now the group is evaluated; Prometheus 2.53 and newer. */
  readonly queryOffsetMs?: number;
  /** Added to the labels of every rule; Prometheus 3 and newer. */
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly Rule[];
}

/** Where a rule stands in its file. */
export interface RuleLocation {
  readonly position: FilePosition;
  /** Where the name stands. */
  readonly namePosition: FilePosition;
  /** The way from offsets in `expr` to the file. */
  readonly exprSource: ScalarSource;
  /** Where the names of the rule's other fields stand: `for`, `labels`, `annotations`. */
  readonly fieldPositions: ReadonlyMap<string, FilePosition>;
  /** The way from offsets in the values of `labels` and `annotations` to the file, by name. */
  readonly labelSources: ReadonlyMap<string, ScalarSource>;
  readonly annotationSources: ReadonlyMap<string, ScalarSource>;
}

/** A rule with the places it was read from. */
export type ParsedRule = FileRule & RuleLocation;

/** A group of rules with the places it was read from. */
export interface ParsedRuleGroup extends FileRuleGroup<ParsedRule> {
  readonly position: FilePosition;
  /** Where the value of `interval` stands. */
  readonly intervalPosition?: FilePosition;
}
