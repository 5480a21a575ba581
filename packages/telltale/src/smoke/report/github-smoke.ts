import { randomUUID } from 'node:crypto';
import { githubCommand } from '../../check/report/github-command.ts';
import { plural } from '../../check/report/plural.ts';
import { spanText } from '../../doctor/words.ts';
import { printable } from '../../io/printable.ts';
import { failedSteps } from '../smoke-report.ts';
import type { SmokeReport } from '../smoke-report.ts';
import { linesOf } from './junit-smoke.ts';

/** The report for GitHub Actions: as text in which nothing is a command, then an annotation for each step that failed. */
export function githubSmoke(report: SmokeReport, text: string): string {
  const token = randomUUID();
  const annotations = failedSteps(report).map((step) =>
    githubCommand('error', { title: `telltale smoke: ${step.id}` }, linesOf(step).map(printable).join('\n')),
  );
  return [`::stop-commands::${token}`, text.trimEnd(), `::${token}::`, ...annotations, ''].join('\n');
}

const SIGNS = { ok: '✅', failed: '❌', skipped: '➖' } as const;

/** The report as Markdown, for the summary of a job. */
export function summaryOfSmoke(report: SmokeReport): string {
  const failed = failedSteps(report);
  const verdict =
    failed.length === 0
      ? 'all is well'
      : `${plural(failed.length, 'step')} failed: ${failed.map(({ id }) => id).join(', ')}`;
  const rows = report.steps.map(
    ({ id, outcome, seen, fix, tookMs }) =>
      `| ${SIGNS[outcome]} ${id} | ${cell(seen)}${outcome === 'failed' && fix ? `<br>→ ${cell(fix.text)}` : ''} | ${spanText(tookMs)} |`,
  );
  return [
    `### telltale smoke ${cell(report.service)}: ${verdict}`,
    '',
    '| Step | Seen | Took |',
    '| ---- | ---- | ---- |',
    ...rows,
    '',
    '',
  ].join('\n');
}

/** What would be markup is shown as it is. */
function cell(text: string): string {
  return printable(text).replaceAll(
    /[\\`*_{}[\]<>()#+!|~&@]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}
