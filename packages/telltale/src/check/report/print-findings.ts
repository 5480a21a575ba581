import type { Finding } from '../finding.ts';
import type { CheckReport } from './check-report.ts';
import type { Paint } from './paint.ts';
import { plural } from './plural.ts';
import { printFinding } from './print-finding.ts';
import { printGroups } from './print-groups.ts';
import { printSkipped } from './print-skipped.ts';

/** More findings than this are grouped by rule. */
const MAX_UNGROUPED = 40;

/** How a report is printed. */
export interface PrintOptions {
  /** Whether every finding is printed in full, however many there are. */
  readonly all?: boolean;
}

/** Prints a report for people. */
export function printReport(report: CheckReport, paint: Paint, { all = false }: PrintOptions = {}): string {
  const { findings, skipped, notes } = report;
  const isLong = findings.length > MAX_UNGROUPED && !all;
  const blocks = isLong ? printGroups(findings, paint) : printEach(findings, paint);
  const end = [
    ...printSkipped(skipped, paint),
    ...notes.map((note) => `${paint.dim('note:')} ${note}`),
    ...hints(report).map((hint) => `${paint.dim('note:')} ${hint}`),
    summaryOf(report, paint),
  ];
  return `${[...blocks, end.join('\n')].join('\n\n')}\n`;
}

/** By place; why a rule's findings matter is said once. */
function printEach(findings: readonly Finding[], paint: Paint): readonly string[] {
  const said = new Set<string>();
  return findings.map((finding) => {
    const why = !said.has(finding.why);
    said.add(finding.why);
    return printFinding(finding, paint, { why, rule: true });
  });
}

function hints({ findings, hidden }: CheckReport): readonly string[] {
  const fixable = findings.filter(({ edit }) => edit).length;
  const [first] = findings;
  const { silenced, known, unchanged } = hidden;
  const parts = [
    ...(silenced > 0 ? [`${silenced} silenced by comments`] : []),
    ...(known > 0 ? [`${known} in the baseline`] : []),
    ...(unchanged > 0 ? [`${unchanged} in files that have not changed`] : []),
  ];
  return [
    ...(parts.length > 0 ? [`not shown: ${parts.join(', ')}`] : []),
    ...(fixable > 0 ? [`${fixable} can be mended with --fix`] : []),
    ...(first ? [`telltale check --explain ${first.ruleId} says more about that rule`] : []),
  ];
}

function summaryOf({ counts }: CheckReport, paint: Paint): string {
  const { errors, warnings, infos, queries, ruleFiles, definitions, documents, texts, knownMetrics } = counts;
  const result =
    errors + warnings + infos === 0
      ? 'no faults'
      : [
          plural(errors, 'error'),
          plural(warnings, 'warning'),
          ...(infos > 0 ? [plural(infos, 'remark')] : []),
        ].join(', ');
  const places = [
    ...(ruleFiles > 0 ? [plural(ruleFiles, 'rule file')] : []),
    ...(definitions > 0 ? [plural(definitions, 'definition')] : []),
    ...(documents > 0 ? [plural(documents, 'configuration')] : []),
    ...(texts > 0 ? [plural(texts, 'program or guide', 'programs and guides')] : []),
  ];
  const where = [plural(queries, 'query', 'queries'), ...places].join(', ');
  const known = knownMetrics > 0 ? `, checked against ${plural(knownMetrics, 'series name')}` : '';
  const color = errors > 0 ? paint.red : warnings > 0 ? paint.yellow : paint.green;
  return `${color(result)} in ${where}${known}`;
}
