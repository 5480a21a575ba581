import { formatDuration } from '@telltale/model';
import type { FileResult, TestFailure, TestReport, TestResult } from './test-report.ts';
import { countTests } from './test-report.ts';
import { xmlText } from '../../check/report/xml-text.ts';

/** The tests as JUnit XML: a suite for each file, a case for each test. */
export function junitTests(report: TestReport): string {
  const { passed, failed } = countTests(report);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="telltale test" tests="${passed + failed}" failures="${failed}">`,
    ...report.files.map(suiteOf),
    '</testsuites>\n',
  ].join('\n');
}

function suiteOf({ file, tests, errors }: FileResult): string {
  const failures = tests.filter((test) => test.failures.length > 0).length + errors.length;
  return [
    `  <testsuite name="${xmlText(file)}" tests="${tests.length + errors.length}" failures="${failures}">`,
    ...errors.map((error) => caseOf(file, { name: 'the file can be run', tookMs: 0 }, error)),
    ...tests.map((test) => caseOf(file, test, test.failures.map(describe).join('\n'))),
    '  </testsuite>',
  ].join('\n');
}

function caseOf(file: string, { name, tookMs }: Pick<TestResult, 'name' | 'tookMs'>, fault: string): string {
  const body =
    fault === '' ? '' : `<failure message="${xmlText(fault.split('\n', 1)[0])}">${xmlText(fault)}</failure>`;
  const seconds = (tookMs / 1000).toFixed(3);
  return `    <testcase name="${xmlText(name)}" classname="${xmlText(file)}" time="${seconds}">${body}</testcase>`;
}

function describe({ position, subject, atMs, expected, got, remarks }: TestFailure): string {
  const place = position ? `${position.file}:${position.line}:${position.column}: ` : '';
  return [
    `${place}${subject} at ${formatDuration(atMs)}`,
    `expected ${expected.join('; ') || 'nothing'}`,
    `got ${got.join('; ') || 'nothing'}`,
    ...remarks,
  ].join('\n');
}
