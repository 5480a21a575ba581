import type { Finding, Severity } from '../finding.ts';
import type { SkippedPath } from '../skipped-path.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What was looked at. */
export interface CheckCounts {
  readonly queries: number;
  readonly ruleFiles: number;
  readonly definitions: number;
  /** Configurations, dashboards and objects of Kubernetes. */
  readonly documents: number;
  /** Programs, pipelines and guides. */
  readonly texts: number;
  /** Series names that are known to exist. */
  readonly knownMetrics: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/** Findings that are not shown, by why they are not. */
export interface HiddenFindings {
  /** A comment silences them. */
  readonly silenced: number;
  /** They stand in the baseline. */
  readonly known: number;
  /** Their file has not changed. */
  readonly unchanged: number;
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
  readonly hidden: HiddenFindings;
}

/** Counts what was looked at, and the findings by severity. */
export function countsOf(findings: readonly Finding[], workspace: Workspace): CheckCounts {
  const { queries, files, definitions, documents, texts, catalogue } = workspace;
  return {
    queries: queries.length,
    ruleFiles: files.filter(({ kind }) => kind === 'rules').length,
    definitions: definitions.length,
    documents: documents.length,
    texts: texts.length,
    knownMetrics: catalogue.isEmpty ? 0 : catalogue.size,
    ...severityCounts(findings),
  };
}

/** The number of findings of each severity. */
export function severityCounts(
  findings: readonly Finding[],
): Pick<CheckCounts, 'errors' | 'warnings' | 'infos'> {
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info') };
}

/** The report with some of its findings left out, and why they are. */
export function keepFindings(
  report: CheckReport,
  reason: keyof HiddenFindings,
  keeps: (finding: Finding) => boolean,
): CheckReport {
  const findings = report.findings.filter(keeps);
  const left = report.findings.length - findings.length;
  return {
    ...report,
    findings,
    counts: { ...report.counts, ...severityCounts(findings) },
    hidden: { ...report.hidden, [reason]: report.hidden[reason] + left },
  };
}
