import type { DoctorDetail, DoctorLine, DoctorStep } from '@telltale/station/contract';
import { createPaint } from '../check/report/paint.ts';
import type { Paint } from '../check/report/paint.ts';
import { printable, printableLines } from '../io/printable.ts';

/** Details that are shown of a step; all of them are in `--json`. */
const SHOWN_DETAILS = 8;

const SIGNS = { ok: '✓', failed: '✗', skipped: '·' } as const;

/** A line of the answer for people; the text is empty where there is nothing to say of it. */
export function ladderPrinter(useColor: boolean): (line: DoctorLine) => string {
  const paint = createPaint(useColor);
  const failures = new Map<string, DoctorStep>();
  return (line) => {
    switch (line.kind) {
      case 'plan':
        return `${paint.bold(line.topic)}\n`;
      case 'step':
        if (line.step.outcome === 'failed') failures.set(line.step.id, line.step);
        return stepText(line.step, paint);
      case 'end':
        return endText(failures.get(line.cause), paint);
    }
  };
}

/** A step with its parts and its fix; `notes` stand below what was seen. */
export function stepText(
  { title, outcome, seen, details, fix }: DoctorStep,
  paint: Paint,
  notes: readonly string[] = [],
): string {
  const head = `${signOf(outcome, paint)} ${printable(title)}: ${printable(seen)}`;
  const lines = [
    outcome === 'skipped' ? paint.dim(head) : head,
    ...notes.map((note) => paint.dim(`    ${printable(note)}`)),
  ];
  // What is well in every part needs no list of its parts.
  const parts = outcome === 'failed' || details.some((detail) => detail.outcome === 'failed') ? details : [];
  lines.push(...parts.slice(0, SHOWN_DETAILS).map((detail) => `    ${detailText(detail, paint)}`));
  if (parts.length > SHOWN_DETAILS) lines.push(`    … and ${parts.length - SHOWN_DETAILS} more`);
  if (outcome === 'failed' && fix) {
    lines.push(`    → ${printable(fix.text)}`);
    if (fix.code !== '') lines.push(...fix.code.split('\n').map((code) => `        ${printableLines(code)}`));
  }
  return `${lines.join('\n')}\n`;
}

function detailText({ title, outcome, seen }: DoctorDetail, paint: Paint): string {
  return `${signOf(outcome, paint)} ${printable(title)}: ${printable(seen)}`;
}

function signOf(outcome: DoctorDetail['outcome'], paint: Paint): string {
  if (outcome === 'skipped') return paint.dim(SIGNS.skipped);
  return outcome === 'ok' ? paint.green(SIGNS.ok) : paint.red(SIGNS.failed);
}

function endText(cause: DoctorStep | undefined, paint: Paint): string {
  if (cause === undefined) return `${paint.green('No step failed.')}\n`;
  return `${paint.red('The cause')}: “${printable(cause.title)}” failed: ${printable(cause.seen)}\n`;
}
