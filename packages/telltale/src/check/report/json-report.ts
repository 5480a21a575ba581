import type { Finding, Severity } from '../finding.ts';
import type { SkippedPath } from '../skipped-path.ts';
import type { CheckCounts, CheckReport, HiddenFindings } from './check-report.ts';

/** A finding in the JSON output. Fields are only ever added. */
export interface JsonFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The marked text. */
  readonly text: string;
  readonly subject: string;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  /** Whether `--fix` mends it. */
  readonly fixable: boolean;
}

/** The JSON output of `telltale check`. */
export interface JsonReport {
  readonly version: 1;
  readonly findings: readonly JsonFinding[];
  readonly counts: CheckCounts;
  readonly notes: readonly string[];
  /** What was found but not read. */
  readonly skipped: readonly SkippedPath[];
  /** How many findings are not in the list, and why. */
  readonly hidden: HiddenFindings;
}

/** The report in its stable shape for programs. */
export function jsonReport({ findings, counts, notes, skipped, hidden }: CheckReport): JsonReport {
  return { version: 1, findings: findings.map(jsonFinding), counts, notes, skipped, hidden };
}

function jsonFinding({ place, ruleId, severity, message, why, fix, edit }: Finding): JsonFinding {
  const { position, excerpt, subject } = place;
  const text = excerpt.line.slice(excerpt.start, excerpt.end);
  return {
    rule: ruleId,
    severity,
    ...position,
    text,
    subject,
    message,
    why,
    fix,
    fixable: edit !== undefined,
  };
}
