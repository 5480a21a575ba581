import { createPaint } from '../../check/report/paint.ts';
import { plural } from '../../check/report/plural.ts';
import { stepText } from '../../doctor/print-ladder.ts';
import { spanText } from '../../doctor/words.ts';
import { printable } from '../../io/printable.ts';
import { failedSteps } from '../smoke-report.ts';
import type { SmokeReport, SmokeResult } from '../smoke-report.ts';

/** The report for people: a line for each step, and what to do where one failed. */
export function printSmoke(report: SmokeReport, useColor: boolean): string {
  const paint = createPaint(useColor);
  const steps = report.steps.map((step) => stepText(step, paint, askedText(step)));
  const failed = failedSteps(report);
  const took = spanText(report.tookMs);
  const verdict =
    failed.length === 0
      ? `${paint.green('All is well')}: ${plural(tried(report), 'step')} in ${took}.`
      : `${paint.red('Not well')}: ${failed.map(({ id }) => id).join(', ')}; ${plural(report.steps.length, 'step')} in ${took}.`;
  return `${paint.bold(`smoke ${printable(report.service)}`)}\n${steps.join('')}${verdict}\n`;
}

function tried({ steps }: SmokeReport): number {
  return steps.filter(({ outcome }) => outcome !== 'skipped').length;
}

/** What was asked is of interest where it failed. */
function askedText({ outcome, asked, tookMs, attempts }: SmokeResult): readonly string[] {
  if (outcome !== 'failed') return [];
  const often = attempts > 1 ? `, tried ${attempts} times` : '';
  return [`asked: ${asked} (${spanText(tookMs)}${often})`];
}
