import { xmlText } from '../../check/report/xml-text.ts';
import { failedSteps } from '../smoke-report.ts';
import type { SmokeReport, SmokeResult } from '../smoke-report.ts';

/** The report as JUnit XML: a case for each step, its parts as output. */
export function junitSmoke(report: SmokeReport): string {
  const { steps, tookMs, service, startedAtMs } = report;
  const skipped = steps.filter(({ outcome }) => outcome === 'skipped').length;
  const counts = `tests="${steps.length}" failures="${failedSteps(report).length}"`;
  const time = `time="${secondsText(tookMs)}"`;
  const name = xmlText(`telltale smoke ${service}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${name}" ${counts} ${time}>`,
    `  <testsuite name="${name}" ${counts} skipped="${skipped}" ${time} timestamp="${new Date(startedAtMs).toISOString()}">`,
    ...steps.map(caseOf),
    '  </testsuite>',
    '</testsuites>\n',
  ].join('\n');
}

function caseOf(step: SmokeResult): string {
  const { id, title, outcome, seen, tookMs } = step;
  const attributes = `name="${xmlText(`${id}: ${title}`)}" classname="telltale.smoke" time="${secondsText(tookMs)}"`;
  const text = xmlText(linesOf(step).join('\n'));
  switch (outcome) {
    case 'failed':
      return `    <testcase ${attributes}><failure type="${xmlText(id)}" message="${xmlText(seen)}">${text}</failure></testcase>`;
    case 'skipped':
      return `    <testcase ${attributes}><skipped message="${xmlText(seen)}"/></testcase>`;
    case 'ok':
      return `    <testcase ${attributes}><system-out>${text}</system-out></testcase>`;
  }
}

/** All that is known of a step, for whoever sees nothing but this. */
export function linesOf({ asked, seen, details, fix }: SmokeResult): readonly string[] {
  return [
    seen,
    `asked: ${asked}`,
    ...details.map(({ title, outcome, seen: part }) => `${outcome}: ${title}: ${part}`),
    ...(fix ? [`fix: ${fix.text}`, ...(fix.code === '' ? [] : [fix.code])] : []),
  ];
}

function secondsText(ms: number): string {
  return (ms / 1000).toFixed(3);
}
