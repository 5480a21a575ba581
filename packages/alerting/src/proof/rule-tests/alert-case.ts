import type { RuleTest, RuleTestCheck } from '@telltale/formats';
import type { Rule, RuleGroup } from '@telltale/model';
import type { GivenSeries } from '../testing/given-series.ts';
import { runAlerts } from '../testing/run-alerts.ts';
import type { AlertRun } from '../testing/run-alerts.ts';
import { checkAlerts } from './check-alerts.ts';
import type { CheckFailure } from './check-failure.ts';

/** What a case shows of an alert. */
export type CasePurpose =
  /** It fires, and resolves when the fault is over. */
  | 'fires'
  /** It fires just above (or below) a threshold. */
  | 'just-inside'
  /** It stays quiet just on the other side. */
  | 'just-outside'
  /** Both sides of a comparison are equal. */
  | 'equal'
  /** A series that a matcher excludes does not count. */
  | 'does-not-count';

/** Series, and the alerts of one name that must fire at some times. */
export interface AlertCase {
  readonly name: string;
  readonly purpose: CasePurpose;
  readonly alertName: string;
  readonly series: readonly GivenSeries[];
  readonly sampleIntervalMs: number;
  readonly evaluationIntervalMs: number;
  /** In the order of their times. */
  readonly checks: readonly RuleTestCheck[];
}

/** Evaluates rules over the series of a case, up to its last check. */
function runCase(alertCase: AlertCase, rules: readonly Rule[]): Promise<AlertRun> {
  const { series, sampleIntervalMs, evaluationIntervalMs, checks } = alertCase;
  const group: RuleGroup = { name: 'case', file: '', intervalMs: evaluationIntervalMs, rules };
  const lengthMs = checks.at(-1)?.atMs ?? 0;
  return runAlerts({ groups: [group], series, sampleIntervalMs, evaluationIntervalMs, lengthMs });
}

/** What of a case is not as it must be with these rules. */
export async function checkCase(
  alertCase: AlertCase,
  rules: readonly Rule[],
): Promise<readonly CheckFailure[]> {
  const run = await runCase(alertCase, rules);
  const errors = run.errors.map(({ ruleName, atMs, message }) => ({
    subject: `rule ${ruleName}`,
    atMs,
    expected: [],
    got: [`error: ${message}`],
    remarks: [],
  }));
  return [...errors, ...alertCase.checks.flatMap((check) => checkAlerts(run, check) ?? [])];
}

/** The case as a test for promtool. */
export function ruleTestOf({ name, alertName, series, sampleIntervalMs, checks }: AlertCase): RuleTest {
  return {
    name: `${alertName}: ${name}`,
    intervalMs: sampleIntervalMs,
    series: series.map(({ labels, values }) => ({ series: labels.toString(), values })),
    checks,
  };
}
