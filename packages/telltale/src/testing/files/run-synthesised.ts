import {
  checkCase,
  coveredByChecks,
  createAlertDestinations,
  notifierConfigurationOf,
  synthesiseCases,
} from '@telltale/alerting';
import type { CoveredCase, SynthesisedCases } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import type { FileResult, LeftOut, TestResult } from '../report/test-report.ts';

/** Tests that were made up for the alerts of a definition. */
export interface SynthesisedTests {
  readonly byAlert: ReadonlyMap<string, SynthesisedCases>;
  readonly leftOut: readonly LeftOut[];
}

/** Makes up tests for the alerts of a definition; those for which it cannot be done are named with the reason. */
export async function synthesiseTests(resolved: ResolvedDefinition): Promise<SynthesisedTests> {
  const byAlert = new Map<string, SynthesisedCases>();
  const leftOut: LeftOut[] = [];
  for (const alertName of alertNames(resolved)) {
    try {
      byAlert.set(alertName, await synthesiseCases(resolved, alertName));
    } catch (error) {
      if (!(error instanceof TelltaleError)) throw error;
      leftOut.push({ alertName, reason: error.message });
    }
  }
  return { byAlert, leftOut };
}

/** Names of the alerts of a definition, each once. */
export function alertNames({ rules }: ResolvedDefinition): readonly string[] {
  return [...new Set(rules.filter(({ kind }) => kind === 'alerting').map(({ name }) => name))];
}

/** Runs tests that were made up, and finds where each alert goes when it fires. */
export async function runSynthesised(
  resolved: ResolvedDefinition,
  { byAlert }: SynthesisedTests,
): Promise<FileResult> {
  const tests: TestResult[] = [];
  for (const [alertName, { cases, rules }] of byAlert) {
    const routed = routeCase(resolved, alertName, cases);
    for (const one of cases) {
      const startedMs = performance.now();
      const failures = await checkCase(one, rules);
      tests.push({
        name: `${alertName}: ${one.name}`,
        failures: failures.map((failure) => ({ ...failure, position: undefined })),
        covered: [...coveredByChecks(one.checks), ...(one === cases[0] ? routed : [])],
        tookMs: performance.now() - startedMs,
      });
    }
  }
  return { file: 'made up from the definition', kind: 'synthesised', tests, errors: [] };
}

/** An alert with which somebody is told has a route. */
function routeCase(
  resolved: ResolvedDefinition,
  alertName: string,
  cases: SynthesisedCases['cases'],
): readonly CoveredCase[] {
  const fired = cases.flatMap(({ checks }) => checks).find(({ alerts }) => alerts.length > 0);
  if (!fired) return [];
  const destinations = createAlertDestinations(notifierConfigurationOf(resolved));
  const alerts = fired.alerts.map(({ labels, annotations }) => ({
    alertName,
    labels: { ...labels, alertname: alertName },
    annotations,
    state: 'firing' as const,
    activeAtMs: 0,
    keepFiringSinceMs: null,
    value: 1,
  }));
  const isRouted = alerts.every((alert) => destinations.of(alert, alerts, 0).receivers.length > 0);
  return isRouted ? [{ alertName, kind: 'route' }] : [];
}
