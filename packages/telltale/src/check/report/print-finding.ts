import type { Excerpt, Finding, Severity } from '../finding.ts';
import type { Paint } from './paint.ts';
import { printable } from '../../io/printable.ts';

/** Longer lines are cut around the marked part. */
const MAX_LINE_LENGTH = 120;

/** Which parts of a finding are shown. */
export interface FindingParts {
  /** Why it matters, which is the same for most findings of a rule. */
  readonly why: boolean;
  /** Severity and rule, which the heading of a group says for all of it. */
  readonly rule: boolean;
}

/** One finding: where, what, the text with a caret under it, why, and how to mend it. */
export function printFinding(finding: Finding, paint: Paint, { why, rule }: FindingParts): string {
  const { place, ruleId, severity, message, fix } = finding;
  const { position, excerpt, subject } = place;
  const at = paint.bold(`${printable(position.file)}:${position.line}:${position.column}`);
  const color = colorOf(severity, paint);
  const gutter = String(position.line);
  const bar = paint.dim('|');
  const { text, margin, width } = cut(excerpt);
  const isBlank = text.trim() === '';
  const lines = [
    [
      at,
      ...(rule ? [color(severity), paint.bold(ruleId)] : []),
      ...(subject === '' ? [] : [paint.dim(`in ${printable(subject)}`)]),
    ].join('  '),
    `  ${printable(message)}`,
    // A fault of a whole file has no text to show.
    ...(isBlank
      ? []
      : [
          `  ${paint.dim(gutter)} ${bar} ${text}`,
          `  ${' '.repeat(gutter.length)} ${bar} ${margin}${color('^'.repeat(width))}`,
        ]),
  ];
  if (why) lines.push(`  ${paint.dim('why:')} ${printable(finding.why)}`);
  if (fix !== '') lines.push(`  ${paint.green('fix:')} ${printable(fix)}`);
  return lines.join('\n');
}

/** The colour of a severity. */
export function colorOf(severity: Severity, paint: Paint): (text: string) => string {
  if (severity === 'error') return paint.red;
  return severity === 'warning' ? paint.yellow : paint.blue;
}

/** The part of a line that is shown, and what stands in front of and under the marks. */
function cut({ line, start, end }: Excerpt): { text: string; margin: string; width: number } {
  const from = end <= MAX_LINE_LENGTH ? 0 : Math.max(0, Math.floor(start - MAX_LINE_LENGTH / 3));
  const text = printable(line.slice(from, from + MAX_LINE_LENGTH));
  // Tabs stay in the margin, so that the marks stand under their text at any tab width.
  const margin = text.slice(0, start - from).replaceAll(/[^\t]/g, ' ');
  return { text, margin, width: Math.max(1, Math.min(end - from, MAX_LINE_LENGTH) - (start - from)) };
}
