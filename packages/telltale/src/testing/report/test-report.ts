import type { CheckFailure, CoverageReport, CoveredCase, MutationScore } from '@telltale/alerting';
import type { FilePosition } from '@telltale/model';

/** Something that is not as a test expects. */
export interface TestFailure extends CheckFailure {
  /** Where the check stands; `undefined` where tests have no lines. */
  readonly position: FilePosition | undefined;
}

/** What became of a test. */
export interface TestResult {
  readonly name: string;
  readonly failures: readonly TestFailure[];
  /** What it shows of which alerts, where it passes. */
  readonly covered: readonly CoveredCase[];
  readonly tookMs: number;
}

/** What became of the tests of a file, or of those that were made up. */
export interface FileResult {
  /** Relative to the working folder; `made up` where the tests are. */
  readonly file: string;
  readonly kind: 'promtool' | 'alerts' | 'synthesised';
  readonly tests: readonly TestResult[];
  /** Why the file could not be run. */
  readonly errors: readonly string[];
}

/** An alert for which no tests could be made up, and why. */
export interface LeftOut {
  readonly alertName: string;
  readonly reason: string;
}

/** What `telltale test` found. */
export interface TestReport {
  readonly files: readonly FileResult[];
  readonly leftOut: readonly LeftOut[];
  readonly coverage: CoverageReport | undefined;
  readonly mutation: readonly MutationScore[] | undefined;
}

/** How many tests there are, and how many of them failed; a file that could not be run counts as one. */
export function countTests({ files }: TestReport): { readonly passed: number; readonly failed: number } {
  const tests = files.flatMap((file) => file.tests);
  const failed = tests.filter(({ failures }) => failures.length > 0).length;
  const broken = files.filter(({ errors }) => errors.length > 0).length;
  return { passed: tests.length - failed, failed: failed + broken };
}

/** Killed mutants of those that are not equivalent, over all alerts, from 0 to 1; 1 where there is none. */
export function mutationScoreOf(scores: readonly MutationScore[]): number {
  const killed = scores.reduce((sum, score) => sum + score.killed, 0);
  const survived = scores.reduce((sum, score) => sum + score.survived, 0);
  return killed + survived === 0 ? 1 : killed / (killed + survived);
}
