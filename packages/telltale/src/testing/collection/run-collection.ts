import { describeEpisodes } from '@telltale/alerting';
import type { AlertTest, CoveredCase, RunAlert } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import { LabelSet, TelltaleError } from '@telltale/model';
import type { AlertingRule, Rule } from '@telltale/model';
import { alertTests } from '../assertions/alert-tests.ts';
import type { PartialTexts } from '../assertions/alert-checks.ts';
import { durationMs } from '../assertions/durations.ts';
import { GivenAlerts } from '../assertions/given-alerts.ts';
import type { GivenRun } from '../assertions/given-run.ts';
import type { TestFailure, TestResult } from '../report/test-report.ts';
import type {
  AlertTestCollection,
  AlertTestSpec,
  AlertTestStep,
  ExpectedState,
} from './alert-test-collection.ts';

/** Runs the tests of a collection, one after the other. */
export async function runCollection(collection: AlertTestCollection): Promise<readonly TestResult[]> {
  const { resolved } = alertTests(collection.definition);
  const results: TestResult[] = [];
  for (const [name, spec] of Object.entries(collection.tests)) {
    results.push(await runSpec(resolved, name, spec));
  }
  return results;
}

/** The alerts of a collection's definition. */
export function alertsOfCollection({ definition }: AlertTestCollection): readonly AlertingRule[] {
  return alertTests(definition).resolved.rules.filter((rule) => rule.kind === 'alerting');
}

/** The tests of a collection that name an alert, which can be run with mutants of it. */
export function collectionTestsOf(
  { definition, tests }: AlertTestCollection,
  original: AlertingRule,
): readonly AlertTest[] {
  const { resolved } = alertTests(definition);
  const own = Object.entries(tests).filter(([, spec]) =>
    stepsOf(spec).some(({ expect }) => Object.hasOwn(expect, original.name)),
  );
  return own.map(([name, spec]) => ({
    name,
    passes: async (mutated) => {
      const replace = (rule: Rule): Rule =>
        rule.kind === 'alerting' && rule.name === original.name && rule.query === original.query
          ? mutated
          : rule;
      const changed = { ...resolved, rules: resolved.rules.map(replace) };
      return (await runSpec(changed, name, spec)).failures.length === 0;
    },
  }));
}

function stepsOf(spec: AlertTestSpec): readonly AlertTestStep[] {
  return 'steps' in spec ? spec.steps : [spec];
}

async function runSpec(resolved: ResolvedDefinition, name: string, spec: AlertTestSpec): Promise<TestResult> {
  const startedMs = performance.now();
  const failures: TestFailure[] = [];
  const covered: CoveredCase[] = [];
  try {
    const steps = stepsOf(spec);
    const lengthMs = Math.max(0, ...steps.map(({ at }) => durationMs(at, 'at')));
    const { series, interval, start } = spec;
    const options = {
      length: `${lengthMs}ms`,
      ...(interval !== undefined && { interval }),
      ...(start !== undefined && { start }),
    };
    const given = await new GivenAlerts(resolved, series, options).result();
    failures.push(
      ...given.run.errors.map(({ ruleName, atMs, message }) =>
        failedRule(ruleName, atMs - given.run.startMs, message),
      ),
    );
    for (const step of steps) failures.push(...checkStep(given, step));
    covered.push(...coveredBy(steps));
  } catch (error) {
    if (!(error instanceof TelltaleError)) throw error;
    failures.push(failedRule(name, 0, `${error.message} ${error.fix}`));
  }
  return { name, failures, covered, tookMs: performance.now() - startedMs };
}

function failedRule(subject: string, atMs: number, message: string): TestFailure {
  return { subject, atMs, expected: [], got: [`error: ${message}`], remarks: [], position: undefined };
}

function checkStep(given: GivenRun, { at, expect }: AlertTestStep): readonly TestFailure[] {
  const atMs = durationMs(at, 'at');
  const wallMs = given.run.startMs + atMs;
  const alerts = given.run.alertsAt(wallMs);
  const firing = alerts.filter(({ state }) => state === 'firing');
  return Object.entries(expect).flatMap(([alertName, expected]) => {
    if (expected === undefined) return [];
    checkName(given, alertName);
    const wanted: ExpectedState = typeof expected === 'string' ? { is: expected } : expected;
    const own = alerts.filter((alert) => alert.alertName === alertName);
    const faults = wanted.is === 'quiet' ? quietFaults(own) : faultsOf(given, wanted, own, firing, wallMs);
    if (faults.length === 0) return [];
    return [
      {
        subject: `alert ${alertName}`,
        atMs,
        expected: [describeExpected(wanted)],
        got: faults,
        remarks: describeEpisodes(given.run, alertName),
        position: undefined,
      },
    ];
  });
}

function checkName({ resolved }: GivenRun, alertName: string): void {
  if (resolved.rules.some(({ kind, name }) => kind === 'alerting' && name === alertName)) return;
  throw new TelltaleError('TT_UNKNOWN_ALERT', `There is no alert named ${JSON.stringify(alertName)}.`);
}

function quietFaults(alerts: readonly RunAlert[]): readonly string[] {
  return alerts.filter(({ state }) => state === 'firing').map((alert) => `firing ${labelsOf(alert)}`);
}

/** The faults of the alert that comes nearest; none where one is as expected. */
function faultsOf(
  given: GivenRun,
  wanted: ExpectedState,
  own: readonly RunAlert[],
  firing: readonly RunAlert[],
  wallMs: number,
): readonly string[] {
  const candidates = own.map((alert) => faultsOfAlert(given, wanted, alert, firing, wallMs));
  if (candidates.length === 0) return ['neither pending nor firing'];
  return candidates.reduce((best, one) => (one.length < best.length ? one : best));
}

function faultsOfAlert(
  { destinations }: GivenRun,
  wanted: ExpectedState,
  alert: RunAlert,
  firing: readonly RunAlert[],
  wallMs: number,
): readonly string[] {
  const where = destinations.of(alert, firing, wallMs);
  const faults: string[] = [];
  if (alert.state !== wanted.is) faults.push(`${alert.state} ${labelsOf(alert)}`);
  faults.push(...differences('label', wanted.labels, alert.labels));
  faults.push(...differences('annotation', wanted.annotations, alert.annotations));
  const receivers = wanted.routedTo === undefined ? undefined : [wanted.routedTo].flat();
  if (receivers && receivers.toSorted().join() !== where.receivers.toSorted().join()) {
    faults.push(`routed to ${where.receivers.join(', ') || 'nobody'}`);
  }
  if (wanted.inhibitedBy !== undefined && !where.inhibitedBy.includes(wanted.inhibitedBy)) {
    faults.push(`inhibited by ${where.inhibitedBy.join(', ') || 'nothing'}`);
  }
  if (wanted.muted !== undefined && wanted.muted !== (where.told.length === 0)) {
    faults.push(where.told.length === 0 ? 'nobody is told' : `told to ${where.told.join(', ')}`);
  }
  for (const [kind, text] of Object.entries(wanted.renders ?? {})) {
    const messages = destinations
      .messagesOf(alert, firing, wallMs)
      .filter((message) => message.kind === kind);
    const texts = messages.map(({ message }) => JSON.stringify(message));
    if (!texts.some((one) => matches(one, text))) {
      faults.push(texts.length === 0 ? `no message for ${kind}` : `${kind} message ${texts.join(' ')}`);
    }
  }
  return faults;
}

function matches(seen: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? seen.includes(wanted) : wanted.test(seen);
}

function differences(
  what: string,
  wanted: PartialTexts = {},
  seen: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(wanted).flatMap(([name, text]) => {
    const found = Object.hasOwn(seen, name) ? seen[name] : '';
    const isSame = typeof text === 'string' ? found === text : text.test(found);
    return isSame ? [] : [`${what} ${name} is ${JSON.stringify(found)}`];
  });
}

function labelsOf({ labels }: RunAlert): string {
  return LabelSet.of(labels).without(['alertname']).toString();
}

function describeExpected({ is, ...rest }: ExpectedState): string {
  const parts = Object.entries(rest).map(([name, value]) => `${name} ${describeValue(value)}`);
  return [is, ...parts].join(', ');
}

function describeValue(value: unknown): string {
  if (value instanceof RegExp) return String(value);
  return JSON.stringify(value, (_key, one: unknown) => (one instanceof RegExp ? String(one) : one));
}

/** What the steps show: firing, quiet, quiet after firing, and where an alert goes. */
function coveredBy(steps: readonly AlertTestStep[]): readonly CoveredCase[] {
  const fired = new Set<string>();
  return steps.flatMap(({ expect }) =>
    Object.entries(expect).flatMap(([alertName, expected]): readonly CoveredCase[] => {
      if (expected === undefined) return [];
      const wanted: ExpectedState = typeof expected === 'string' ? { is: expected } : expected;
      if (wanted.is === 'quiet') {
        const kinds = fired.has(alertName) ? (['quiet', 'resolve'] as const) : (['quiet'] as const);
        return kinds.map((kind) => ({ alertName, kind }));
      }
      if (wanted.is === 'pending') return [];
      fired.add(alertName);
      const isRouted = wanted.routedTo !== undefined;
      return [{ alertName, kind: 'firing' }, ...(isRouted ? [{ alertName, kind: 'route' } as const] : [])];
    }),
  );
}
