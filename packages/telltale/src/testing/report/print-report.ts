import type { AlertCoverage, MutationScore } from '@telltale/alerting';
import { formatDuration } from '@telltale/model';
import type { Paint } from '../../check/report/paint.ts';
import { plural } from '../../check/report/plural.ts';
import { printableLines } from '../../io/printable.ts';
import type { FileResult, TestFailure, TestReport, TestResult } from './test-report.ts';
import { countTests, mutationScoreOf } from './test-report.ts';

/** More alerts than these are counted, and not listed. */
const MAX_LISTED = 30;

/** The report for people. */
export function printTestReport(report: TestReport, paint: Paint): string {
  const { passed, failed } = countTests(report);
  const sections = [
    report.files.map((file) => printFile(file, paint)).join(''),
    report.leftOut.map(({ reason }) => `${paint.yellow('no test')} ${reason}\n`).join(''),
    report.coverage ? printCoverage(report, paint) : '',
    report.mutation ? printMutation(report.mutation, paint) : '',
    summary(passed, failed, paint),
  ];
  return printableLines(sections.filter((section) => section !== '').join('\n'));
}

function summary(passed: number, failed: number, paint: Paint): string {
  const tests = `${plural(passed, 'test')} passed`;
  return failed === 0
    ? `${paint.green(tests)}\n`
    : `${paint.red(`${plural(failed, 'test')} failed`)}, ${tests}\n`;
}

function printFile({ file, tests, errors }: FileResult, paint: Paint): string {
  const failed = tests.filter(({ failures }) => failures.length > 0);
  const tookMs = tests.reduce((sum, test) => sum + test.tookMs, 0);
  const isGood = failed.length === 0 && errors.length === 0;
  const mark = isGood ? paint.green('ok  ') : paint.red('FAIL');
  const counts = `${plural(tests.length, 'test')}, ${Math.round(tookMs)} ms`;
  return [
    `${mark} ${paint.bold(file)} ${paint.dim(counts)}\n`,
    ...errors.map((error) => `  ${error}\n`),
    ...failed.map((test) => printTest(test, paint)),
  ].join('');
}

function printTest({ name, failures }: TestResult, paint: Paint): string {
  return [`  ${paint.red('✗')} ${name}\n`, ...failures.map((failure) => printFailure(failure, paint))].join(
    '',
  );
}

function printFailure(
  { position, subject, atMs, expected, got, remarks }: TestFailure,
  paint: Paint,
): string {
  const place = position ? `${position.file}:${position.line}:${position.column}: ` : '';
  const lines = [
    `    ${place}${subject} at ${formatDuration(atMs)}`,
    ...column('expected', expected),
    ...column('got     ', got),
    ...remarks.map((remark) => `      ${paint.dim(remark)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function column(title: string, lines: readonly string[]): readonly string[] {
  const shown = lines.length > 0 ? lines : ['nothing'];
  return shown.map((line, index) => `      ${index === 0 ? title : ' '.repeat(title.length)}  ${line}`);
}

function printCoverage({ coverage }: TestReport, paint: Paint): string {
  if (!coverage) return '';
  const { alerts, covered, total } = coverage;
  const lacking = alerts.filter(({ missing }) => missing.length > 0);
  const listed = lacking.slice(0, MAX_LISTED).map((alert) => `  ${describeLack(alert)}\n`);
  const left = lacking.length - listed.length;
  return [
    `${paint.bold('coverage')} ${covered} of ${total} cases of ${plural(alerts.length, 'alert')}: firing, quiet, resolve, route\n`,
    ...listed,
    ...(left > 0 ? [`  and ${left} more\n`] : []),
  ].join('');
}

function describeLack({ alertName, missing }: AlertCoverage): string {
  return `${alertName}: no ${missing.join(', no ')} case`;
}

function printMutation(scores: readonly MutationScore[], paint: Paint): string {
  const total = scores.reduce((sum, { mutants }) => sum + mutants.length, 0);
  const equivalent = scores.reduce((sum, score) => sum + score.equivalent, 0);
  const killed = scores.reduce((sum, score) => sum + score.killed, 0);
  const survived = total - equivalent - killed;
  const counts = `${killed} of ${killed + survived} mutants noticed; ${equivalent} more change nothing`;
  return [
    `${paint.bold('mutation')} ${(mutationScoreOf(scores) * 100).toFixed(1)} %: ${counts}\n`,
    ...scores
      .filter((score) => score.survived + score.equivalent > 0)
      .map((score) => printSurvivors(score, paint)),
  ].join('');
}

function printSurvivors({ alertName, mutants, score }: MutationScore, paint: Paint): string {
  const lines = mutants.flatMap(({ outcome, change, query, reason }) => {
    if (outcome === 'killed') return [];
    return outcome === 'survived'
      ? [`    ${paint.yellow('not noticed')} ${change}: ${query}\n`]
      : [`    ${paint.dim(`no change   ${change}: ${reason}`)}\n`];
  });
  return `  ${alertName} ${(score * 100).toFixed(0)} %\n${lines.join('')}`;
}
