import type { ActiveAlert, RuleGroupStatus, RuleStatus } from '@telltale/alerting';
import { formatSampleValue } from './result-json.ts';

const KIND_OF_TYPE = { alert: 'alerting', record: 'recording' } as const;

/** Values of the parameter `type` of `/api/v1/rules`; absent for all rules. */
export type RuleType = keyof typeof KIND_OF_TYPE | undefined;

export function isRuleType(type: string | undefined): type is RuleType {
  return type === undefined || Object.hasOwn(KIND_OF_TYPE, type);
}

/** A rule group as `/api/v1/rules` shows it. */
export function ruleGroupJson(group: RuleGroupStatus, type: RuleType) {
  const kind = type && KIND_OF_TYPE[type];
  return {
    name: group.name,
    file: group.file,
    interval: group.intervalMs / 1000,
    limit: 0,
    evaluationTime: seconds(group.lastDurationMs),
    lastEvaluation: formatTimestamp(group.lastEvaluationMs),
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
    lastEvaluation: formatTimestamp(status.lastEvaluationMs),
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
    activeAt: formatTimestamp(alert.activeAtMs),
    value: formatAlertValue(alert.value),
  };
}

/** Prometheus shows values of alerts with an exponent of two digits, unlike samples: `1e+00`. */
function formatAlertValue(value: number): string {
  if (!Number.isFinite(value)) return formatSampleValue(value);
  return value.toExponential().replace(/([+-])(\d)$/, '$10$2');
}

function seconds(ms: number | undefined): number {
  return (ms ?? 0) / 1000;
}

/** RFC 3339; Go's zero time for what has not happened yet. */
export function formatTimestamp(ms: number | undefined): string {
  return ms === undefined ? '0001-01-01T00:00:00Z' : new Date(ms).toISOString();
}
