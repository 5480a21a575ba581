import type { FilePosition, NativeHistogram } from '@telltale/model';

/** A test file of `promtool test rules`. */
export interface RuleTestFile<Test extends RuleTest = RuleTest> {
  /** Paths or glob patterns relative to the test file. */
  readonly ruleFiles: readonly string[];
  readonly evaluationIntervalMs: number;
  /** Names of groups in the order in which they are evaluated. Default: as in the files. */
  readonly groupEvalOrder?: readonly string[];
  /** Whether sample values may differ in their last bit; Prometheus 3 and newer. Default: no. */
  readonly fuzzyCompare?: boolean;
  readonly tests: readonly Test[];
}

/** Series that are given, and what must be there at certain times. */
export interface RuleTest {
  readonly name: string;
  /** Distance of the samples. */
  readonly intervalMs: number;
  readonly series: readonly RuleTestSeries[];
  readonly checks: readonly RuleTestCheck[];
  readonly queryChecks?: readonly QueryCheck[];
  /** Labels of the server, for templates. */
  readonly externalLabels?: Readonly<Record<string, string>>;
  /** Address of the server, for templates. */
  readonly externalUrl?: string;
  /** Unix time of the first sample; Prometheus 3 and newer. Default: 0. */
  readonly startMs?: number;
}

/** A series with one sample an interval. */
export interface RuleTestSeries {
  /** In PromQL notation. */
  readonly series: string;
  readonly values: readonly RuleTestValue[];
}

/** A sample; `missing` where there is none, `stale` where the series ends. */
export type RuleTestValue = number | 'missing' | 'stale' | NativeHistogram;

/** The alerts of a name that fire at a time, all of them. */
export interface RuleTestCheck {
  /** Since the first sample. */
  readonly atMs: number;
  readonly alertName: string;
  readonly alerts: readonly ExpectedAlert[];
}

/** An alert as it must be. */
export interface ExpectedAlert {
  /** Without `alertname`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What a query must return at a time. */
export interface QueryCheck {
  readonly expr: string;
  /** Since the first sample. */
  readonly atMs: number;
  readonly samples: readonly ExpectedSample[];
}

/** A sample as it must be. */
export interface ExpectedSample {
  /** Series in PromQL notation. */
  readonly labels: string;
  readonly value: number;
  readonly histogram?: NativeHistogram;
}

/** Where something stands in its file. */
interface Placed {
  readonly position: FilePosition;
}

/** A test with the places it was read from. */
export interface ParsedRuleTest extends RuleTest, Placed {
  readonly series: readonly (RuleTestSeries & Placed)[];
  readonly checks: readonly (RuleTestCheck & Placed)[];
  readonly queryChecks: readonly (QueryCheck & Placed)[];
}
