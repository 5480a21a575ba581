import type { RuleTest, RuleTestFile } from '@telltale/formats';
import { LabelSet, TelltaleError } from '@telltale/model';
import type { Rule, RuleGroup } from '@telltale/model';
import { parseSeriesName } from '../testing/given-series.ts';
import type { AlertRun, AlertRunOptions } from '../testing/run-alerts.ts';
import { runAlerts } from '../testing/run-alerts.ts';
import type { CheckFailure } from './check-failure.ts';
import { checkAlerts } from './check-alerts.ts';
import { checkQuery } from './check-query.ts';
import { withSubquerySteps } from './with-subquery-steps.ts';

/** What {@link runRuleTest} takes beside the test. */
export interface RuleTestOptions extends Pick<
  RuleTestFile,
  'evaluationIntervalMs' | 'fuzzyCompare' | 'groupEvalOrder'
> {
  /** The groups of all rule files, in their order. */
  readonly groups: readonly RuleGroup[];
  /** Whether windows include their left edge, as before Prometheus 3. Default no. */
  readonly closedWindows?: boolean;
}

/** What became of a test. */
export interface RuleTestResult {
  readonly failures: readonly RuleTestFailure[];
  /** `undefined` where the test could not be run. */
  readonly run: AlertRun | undefined;
}

/** A failure, and the check of the test it belongs to. */
export interface RuleTestFailure extends CheckFailure {
  readonly check: RuleTest['checks'][number] | NonNullable<RuleTest['queryChecks']>[number] | undefined;
}

/**
 * Runs one test of a rule test file as promtool does: groups are evaluated one after the other, whatever
 * their own interval, from the first sample to the last check; samples after the last evaluation are not seen.
 */
export async function runRuleTest(test: RuleTest, options: RuleTestOptions): Promise<RuleTestResult> {
  const { checks, queryChecks = [] } = test;
  let run: AlertRun;
  try {
    run = await runAlerts(runOptions(test, options));
  } catch (error) {
    if (!(error instanceof TelltaleError)) throw error;
    return { run: undefined, failures: [failed(`test ${test.name}`, 0, error.message)] };
  }
  const alerts = checks.flatMap((check) => {
    // What was not evaluated any more says nothing about an alert.
    if (run.errors.length > 0 && run.startMs + check.atMs >= run.endMs) return [];
    const failure = checkAlerts(run, check);
    return failure ? [{ ...failure, check }] : [];
  });
  if (run.errors.length > 0) {
    const errors = run.errors.map(({ ruleName, atMs, message }) =>
      failed(`rule ${ruleName}`, atMs - run.startMs, message),
    );
    return { run, failures: [...alerts, ...errors] };
  }
  const queries: RuleTestFailure[] = [];
  for (const check of queryChecks) {
    const failure = await checkQuery(run, check, {
      isFuzzy: options.fuzzyCompare ?? false,
      stepMs: options.evaluationIntervalMs,
    });
    if (failure) queries.push({ ...failure, check });
  }
  return { run, failures: [...alerts, ...queries] };
}

function failed(subject: string, atMs: number, message: string): RuleTestFailure {
  return { subject, atMs, expected: [], got: [`error: ${message}`], remarks: [], check: undefined };
}

function runOptions(test: RuleTest, options: RuleTestOptions): AlertRunOptions {
  const { evaluationIntervalMs, closedWindows } = options;
  const times = [...test.checks, ...(test.queryChecks ?? [])].map(({ atMs }) => atMs);
  const lengthMs = Math.max(0, ...times);
  const lastMs = Math.floor(lengthMs / evaluationIntervalMs) * evaluationIntervalMs;
  const samples = Math.floor(lastMs / test.intervalMs) + 1;
  return {
    groups: orderedGroups(options).map((group) => withSteps(group, evaluationIntervalMs)),
    series: test.series.map(({ series, values }) => ({
      labels: parseSeriesName(series),
      values: values.slice(0, samples),
    })),
    sampleIntervalMs: test.intervalMs,
    evaluationIntervalMs,
    lengthMs,
    startMs: test.startMs ?? 0,
    ...(closedWindows !== undefined && { closedWindows }),
    ...(test.externalLabels && { externalLabels: LabelSet.of(test.externalLabels) }),
    ...(test.externalUrl !== undefined && { externalUrl: test.externalUrl }),
  };
}

/** Groups that are not named count like the first one named, as in promtool. */
function orderedGroups({ groups, groupEvalOrder = [] }: RuleTestOptions): readonly RuleGroup[] {
  const rank = (group: RuleGroup): number => Math.max(0, groupEvalOrder.indexOf(group.name));
  return groups.toSorted((a, b) => rank(a) - rank(b));
}

function withSteps(group: RuleGroup, stepMs: number): RuleGroup {
  const rules = group.rules.map((rule): Rule => ({ ...rule, expr: withSubquerySteps(rule.expr, stepMs) }));
  return { ...group, rules };
}
