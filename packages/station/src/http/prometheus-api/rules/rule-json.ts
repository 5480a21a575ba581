import type { ActiveAlert, RuleGroupStatus, RuleStatus } from '@telltale/alerting';
import { formatTimestamp } from '../timestamp.ts';

/** A rule group as `/api/v1/rules` shows it, with those of its rules that are asked for. */
export function ruleGroupJson(group: RuleGroupStatus, rules: readonly RuleStatus[], withAlerts: boolean) {
  return {
    name: group.name,
    file: group.file,
    rules: rules.map((status) => ruleJson(status, withAlerts)),
    interval: group.intervalMs / 1000,
    limit: group.limit,
    evaluationTime: seconds(group.lastDurationMs),
    lastEvaluation: formatTimestamp(group.lastEvaluationMs),
  };
}

function ruleJson(status: RuleStatus, withAlerts: boolean) {
  const { rule } = status;
  const common = {
    name: rule.name,
    query: rule.query,
    labels: rule.labels,
    health: status.health,
    ...(status.lastError === '' ? {} : { lastError: status.lastError }),
    evaluationTime: seconds(status.lastDurationMs),
    lastEvaluation: formatTimestamp(status.lastEvaluationMs),
  };
  if (rule.kind === 'recording') return { ...common, type: 'recording' };
  return {
    state: status.state,
    ...common,
    duration: rule.forMs / 1000,
    keepFiringFor: rule.keepFiringForMs / 1000,
    annotations: rule.annotations,
    alerts: withAlerts ? status.alerts.map(activeAlertJson) : null,
    type: 'alerting',
  };
}

/** An alert as `/api/v1/alerts` shows it. */
export function activeAlertJson(alert: ActiveAlert) {
  return {
    labels: alert.labels,
    annotations: alert.annotations,
    state: alert.state,
    activeAt: formatTimestamp(alert.activeAtMs),
    ...(alert.keepFiringSinceMs !== null && { keepFiringSince: formatTimestamp(alert.keepFiringSinceMs) }),
    value: formatAlertValue(alert.value),
  };
}

/** Prometheus shows values of alerts with an exponent of two digits, unlike samples: `1e+00`. */
function formatAlertValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return value.toExponential().replace(/([+-])(\d)$/, '$10$2');
}

function seconds(ms: number | undefined): number {
  return (ms ?? 0) / 1000;
}
