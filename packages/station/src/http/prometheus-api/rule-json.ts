import type { ActiveAlert, RuleGroupStatus, RuleStatus } from '@telltale/alerting';
import { formatSampleValue } from './result-json.ts';

/** A rule group as `/api/v1/rules` shows it; `type` is `alert`, `record` or absent for both. */
export function ruleGroupJson(group: RuleGroupStatus, type: string | undefined) {
  const kind = type === 'alert' ? 'alerting' : type === 'record' ? 'recording' : undefined;
  return {
    name: group.name,
    file: group.file,
    interval: group.intervalMs / 1000,
    limit: 0,
    evaluationTime: seconds(group.lastDurationMs),
    lastEvaluation: timestamp(group.lastEvaluationMs),
    rules: group.rules.filter((rule) => kind === undefined || rule.rule.kind === kind).map(ruleJson),
  };
}

function ruleJson(status: RuleStatus) {
  const { rule } = status;
  const common = {
    name: rule.name,
    query: rule.query,
    labels: rule.labels,
    health: status.health,
    ...(status.lastError === '' ? {} : { lastError: status.lastError }),
    evaluationTime: seconds(status.lastDurationMs),
    lastEvaluation: timestamp(status.lastEvaluationMs),
  };
  if (rule.kind === 'recording') return { ...common, type: 'recording' };
  return {
    ...common,
    type: 'alerting',
    state: status.state,
    duration: rule.forMs / 1000,
    keepFiringFor: rule.keepFiringForMs / 1000,
    annotations: rule.annotations,
    alerts: status.alerts.map(activeAlertJson),
  };
}

/** An alert as `/api/v1/alerts` shows it. */
export function activeAlertJson(alert: ActiveAlert) {
  return {
    labels: alert.labels,
    annotations: alert.annotations,
    state: alert.state,
    activeAt: timestamp(alert.activeAtMs),
    value: formatSampleValue(alert.value),
  };
}

function seconds(ms: number | undefined): number {
  return (ms ?? 0) / 1000;
}

function timestamp(ms: number | undefined): string {
  return ms === undefined ? '0001-01-01T00:00:00Z' : new Date(ms).toISOString();
}
