/** A test file of `promtool test rules`. */
export interface RuleTestFile {
  /** Paths relative to the test file. */
  readonly ruleFiles: readonly string[];
  readonly evaluationIntervalMs: number;
  readonly tests: readonly RuleTest[];
}

/** Series that are given, and alerts that must be there at certain times. */
export interface RuleTest {
  readonly name: string;
  /** Distance of the samples. */
  readonly intervalMs: number;
  readonly series: readonly RuleTestSeries[];
  readonly checks: readonly RuleTestCheck[];
}

/** A series with one sample an interval, from time 0. */
export interface RuleTestSeries {
  /** In PromQL notation. */
  readonly series: string;
  readonly values: readonly RuleTestValue[];
}

/** A sample; `missing` where there is none, `stale` where the series ends. */
export type RuleTestValue = number | 'missing' | 'stale';

/** The alerts of a name that fire at a time, all of them. */
export interface RuleTestCheck {
  readonly atMs: number;
  readonly alertName: string;
  readonly alerts: readonly {
    /** Without `alertname`. */
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}
