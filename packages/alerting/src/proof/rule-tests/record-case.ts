import type { RuleTestCheck } from '@telltale/formats';
import type { Rule } from '@telltale/model';
import { runAlerts } from '../testing/run-alerts.ts';
import type { AlertRun, RunAlert, RunStep } from '../testing/run-alerts.ts';
import type { AlertCase } from './alert-case.ts';

/** A case whose checks are still to be written down. */
export interface CaseDraft extends Omit<AlertCase, 'checks'> {
  readonly lengthMs: number;
  /** When the fault ends: what fires or not is checked then, too. */
  readonly faultEndMs: number;
}

/**
 * Writes down what rules make of series: checks just before and at each moment at which the firing alerts
 * change, and at the end of the fault. Series are cut where the last check is. `undefined` where a rule fails.
 */
export async function recordCase(draft: CaseDraft, rules: readonly Rule[]): Promise<AlertCase | undefined> {
  const { lengthMs, faultEndMs, ...rest } = draft;
  const { series, sampleIntervalMs, evaluationIntervalMs } = rest;
  const group = { name: 'case', file: '', intervalMs: evaluationIntervalMs, rules };
  const run = await runAlerts({ groups: [group], series, sampleIntervalMs, evaluationIntervalMs, lengthMs });
  if (run.errors.length > 0) return undefined;
  const checks = checksOf(run, draft.alertName, faultEndMs);
  const samples = Math.floor((checks.at(-1)?.atMs ?? 0) / sampleIntervalMs) + 1;
  const cut = series.map(({ labels, values }) => ({ labels, values: values.slice(0, samples) }));
  return { ...rest, series: cut.filter(({ values }) => values.some((value) => value !== 'missing')), checks };
}

function checksOf(run: AlertRun, alertName: string, faultEndMs: number): readonly RuleTestCheck[] {
  const { steps, startMs } = run;
  const firingAt = steps.map(({ alerts }) => firing(alerts, alertName));
  const keys = firingAt.map((alerts) => JSON.stringify(alerts.map(({ labels }) => labels)));
  const turns = steps.flatMap((_, i) => (i > 0 && keys[i] !== keys[i - 1] ? [i - 1, i] : []));
  const faultEnd = steps.findLastIndex(({ atMs }) => atMs - startMs <= faultEndMs);
  return [...new Set([...turns, faultEnd])]
    .sort((a, b) => a - b)
    .map((i) => checkAt(steps[i], startMs, alertName, firingAt[i]));
}

function firing(alerts: readonly RunAlert[], alertName: string): readonly RunAlert[] {
  return alerts.filter((alert) => alert.alertName === alertName && alert.state === 'firing');
}

function checkAt(
  { atMs }: RunStep,
  startMs: number,
  alertName: string,
  alerts: readonly RunAlert[],
): RuleTestCheck {
  return {
    atMs: atMs - startMs,
    alertName,
    alerts: alerts.map(({ labels: { alertname: _name, ...labels }, annotations }) => ({
      labels,
      annotations,
    })),
  };
}
