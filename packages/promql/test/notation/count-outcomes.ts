import type { CaseOutcome, ScriptReport } from './run-script.ts';

/** How many cases became what. */
export interface Counts {
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  readonly unsupported: number;
  /** Those that also pass each other way they are asked. */
  readonly passedEveryWay: number;
  /** The same cases asked in other ways. */
  readonly rerunsPassed: number;
  readonly rerunsFailed: number;
}

/** Counts what became of the cases of scripts. */
export function countOutcomes(reports: readonly ScriptReport[]): Counts {
  const cases = reports.flatMap((report) => report.cases);
  const reruns = reports.flatMap((report) => report.reruns);
  const count = (of: readonly CaseOutcome[], wanted: CaseOutcome['status']): number =>
    of.filter(({ status }) => status === wanted).length;
  const everyWay = reports.map((report) => {
    const broken = new Set(report.reruns.filter(({ status }) => status === 'failed').map(({ line }) => line));
    return report.cases.filter(({ status, line }) => status === 'passed' && !broken.has(line)).length;
  });
  return {
    cases: cases.length,
    passedEveryWay: everyWay.reduce((sum, passed) => sum + passed, 0),
    passed: count(cases, 'passed'),
    failed: count(cases, 'failed'),
    unsupported: count(cases, 'unsupported'),
    rerunsPassed: count(reruns, 'passed'),
    rerunsFailed: count(reruns, 'failed'),
  };
}
