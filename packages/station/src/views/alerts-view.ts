import type { AlertTransition, Notifier, RuleGroupStatus, RuleStatus } from '@telltale/alerting';
import type { AlertRuleView, AlertsResponse } from '../contract.ts';
import { sourceOf } from './source-of.ts';

const MAX_HISTORY = 50;
const MAX_NOTIFICATIONS = 50;

/** The rules of an engine, and what became of their alerts. */
export interface ShownRules {
  readonly groups: readonly RuleGroupStatus[];
  /** Newest first. */
  readonly history: (alertName: string) => readonly AlertTransition[];
}

/** Alerting rules with their present alerts and history, and the delivery log. */
export function alertsView(rules: ShownRules, notifier: Notifier): AlertsResponse {
  const views = rules.groups.flatMap((group) =>
    group.rules.map((status) => alertRuleView(group.name, status, rules)),
  );
  return {
    rules: views.filter((view) => view !== undefined),
    notifications: notifier.notifications(MAX_NOTIFICATIONS),
  };
}

function alertRuleView(group: string, status: RuleStatus, rules: ShownRules): AlertRuleView | undefined {
  const { rule } = status;
  if (rule.kind !== 'alerting') return undefined;
  return {
    name: rule.name,
    group,
    query: rule.query,
    forMs: rule.forMs,
    labels: rule.labels,
    annotations: rule.annotations,
    state: status.state,
    alerts: status.alerts,
    lastEvaluationMs: status.lastEvaluationMs ?? null,
    lastDurationMs: status.lastDurationMs ?? null,
    lastError: status.lastError,
    source: sourceOf(rule.position),
    history: rules.history(rule.name).slice(0, MAX_HISTORY),
  };
}
