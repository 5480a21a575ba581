import type { Finding } from '../finding.ts';
import type { CheckReport } from './check-report.ts';
import { xmlText } from './xml-text.ts';

/**
 * The report as JUnit XML: a suite for each file, a case for each finding. Errors are failures; warnings
 * and remarks are cases that pass and say what they say as output, as the check passes with them.
 */
export function junitReport({ findings, counts }: CheckReport): string {
  const suites = [...Map.groupBy(findings, ({ place }) => place.position.file)].map(suiteOf);
  const none =
    '  <testsuite name="telltale check" tests="1" failures="0">\n    <testcase name="no faults" classname="telltale"/>\n  </testsuite>';
  const total = findings.length === 0 ? 1 : findings.length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="telltale check" tests="${total}" failures="${counts.errors}">`,
    ...(suites.length > 0 ? suites : [none]),
    '</testsuites>\n',
  ].join('\n');
}

function suiteOf([file, findings]: readonly [string, readonly Finding[]]): string {
  const failures = findings.filter(({ severity }) => severity === 'error').length;
  return [
    `  <testsuite name="${xmlText(file)}" tests="${findings.length}" failures="${failures}">`,
    ...findings.map(caseOf),
    '  </testsuite>',
  ].join('\n');
}

function caseOf({ ruleId, severity, message, why, fix, place }: Finding): string {
  const { position, excerpt, subject } = place;
  const where = `${position.file}:${position.line}:${position.column}`;
  const name = `${ruleId} at ${position.line}:${position.column}${subject === '' ? '' : ` in ${subject}`}`;
  const text = [where, message, excerpt.line.trim(), `why: ${why}`, ...(fix === '' ? [] : [`fix: ${fix}`])];
  const body = xmlText(text.join('\n'));
  const result =
    severity === 'error'
      ? `<failure type="${xmlText(ruleId)}" message="${xmlText(message)}">${body}</failure>`
      : `<system-out>${severity}: ${body}</system-out>`;
  return `    <testcase name="${xmlText(name)}" classname="${xmlText(position.file)}" file="${xmlText(position.file)}" line="${position.line}">${result}</testcase>`;
}
