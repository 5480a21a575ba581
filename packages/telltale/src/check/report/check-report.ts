import type { Finding } from '../finding.ts';
import type { SkippedPath } from '../skipped-path.ts';

/** What was looked at. */
export interface CheckCounts {
  readonly queries: number;
  readonly ruleFiles: number;
  readonly definitions: number;
  /** Series names that are known to exist. */
  readonly knownMetrics: number;
  readonly errors: number;
  readonly warnings: number;
}

/** The result of a check. */
export interface CheckReport {
  /** By file, line, column and rule. */
  readonly findings: readonly Finding[];
  readonly counts: CheckCounts;
  /** What the reader must know to judge the result, for example that nothing says which metrics exist. */
  readonly notes: readonly string[];
  /** What was found but not read, in the order of discovery. */
  readonly skipped: readonly SkippedPath[];
}
