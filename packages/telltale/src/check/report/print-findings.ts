import type { Excerpt, Finding } from '../finding.ts';
import type { CheckReport } from './check-report.ts';
import type { Paint } from './paint.ts';
import { plural } from './plural.ts';
import { printSkipped } from './print-skipped.ts';
import { printable } from './printable.ts';

/** Longer lines are cut around the marked part. */
const MAX_LINE_LENGTH = 120;

/** Prints a report for people. */
export function printReport(report: CheckReport, paint: Paint): string {
  const blocks = report.findings.map((finding) => printFinding(finding, paint));
  const skipped = printSkipped(report.skipped, paint);
  const notes = report.notes.map((note) => `${paint.dim('note:')} ${note}`);
  return `${[...blocks, [...skipped, ...notes, summaryOf(report, paint)].join('\n')].join('\n\n')}\n`;
}

function printFinding({ place, ruleId, severity, message, why, fix }: Finding, paint: Paint): string {
  const { position, excerpt, subject } = place;
  const at = paint.bold(`${position.file}:${position.line}:${position.column}`);
  const label = severity === 'error' ? paint.red('error') : paint.yellow('warning');
  const gutter = String(position.line);
  const blank = ' '.repeat(gutter.length);
  const bar = paint.dim('|');
  const { text, margin, width } = cut(excerpt);
  const marks = severity === 'error' ? paint.red('^'.repeat(width)) : paint.yellow('^'.repeat(width));
  const lines = [
    `${at}  ${label}  ${paint.bold(ruleId)}${subject === '' ? '' : `  ${paint.dim(`in ${subject}`)}`}`,
    `  ${message}`,
    `  ${paint.dim(gutter)} ${bar} ${text}`,
    `  ${blank} ${bar} ${margin}${marks}`,
    `  ${paint.dim('why:')} ${why}`,
  ];
  if (fix !== '') lines.push(`  ${paint.green('fix:')} ${fix}`);
  return lines.join('\n');
}

/** The part of a line that is shown, and what stands in front of and under the marks. */
function cut({ line, start, end }: Excerpt): { text: string; margin: string; width: number } {
  const from = end <= MAX_LINE_LENGTH ? 0 : Math.max(0, start - MAX_LINE_LENGTH / 3);
  const text = printable(line.slice(from, from + MAX_LINE_LENGTH));
  // Tabs stay in the margin, so that the marks stand under their text at any tab width.
  const margin = text.slice(0, start - from).replaceAll(/[^\t]/g, ' ');
  return { text, margin, width: Math.max(1, Math.min(end - from, MAX_LINE_LENGTH) - (start - from)) };
}

function summaryOf({ counts }: CheckReport, paint: Paint): string {
  const { errors, warnings, queries, ruleFiles, definitions, knownMetrics } = counts;
  const result =
    errors === 0 && warnings === 0
      ? 'no faults'
      : `${plural(errors, 'error')}, ${plural(warnings, 'warning')}`;
  const places = [
    ...(ruleFiles > 0 ? [plural(ruleFiles, 'rule file')] : []),
    ...(definitions > 0 ? [plural(definitions, 'definition')] : []),
  ];
  const where = places.length > 0 ? ` of ${places.join(' and ')}` : '';
  const known = knownMetrics > 0 ? `, checked against ${plural(knownMetrics, 'series name')}` : '';
  const colored = errors > 0 ? paint.red(result) : warnings > 0 ? paint.yellow(result) : paint.green(result);
  return `${colored} in ${plural(queries, 'query', 'queries')}${where}${known}`;
}
