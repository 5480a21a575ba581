import type {
  ActiveAlert,
  AlertTransition,
  KnownAlert,
  Notifier,
  RuleGroupStatus,
  RuleStatus,
} from '@telltale/alerting';
import { LabelSet } from '@telltale/model';
import type { AlertInstanceView, AlertRuleView, AlertsResponse } from '../contract.ts';
import { alertCondition, alertUnit } from './alert-condition.ts';
import { notificationView } from './notification-view.ts';
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
  const known = new Map(notifier.alerts().map((alert) => [alert.update.labels.key, alert]));
  const views = rules.groups.flatMap((group) =>
    group.rules.map((status) => alertRuleView(group.name, status, rules, known)),
  );
  return {
    rules: views.filter((view) => view !== undefined),
    notifications: notifier.notifications(MAX_NOTIFICATIONS).map(notificationView),
  };
}

/** By the key of their labels. */
type KnownAlerts = ReadonlyMap<string, KnownAlert>;

function alertRuleView(
  group: string,
  status: RuleStatus,
  rules: ShownRules,
  known: KnownAlerts,
): AlertRuleView | undefined {
  const { rule } = status;
  if (rule.kind !== 'alerting') return undefined;
  return {
    name: rule.name,
    group,
    query: rule.query,
    unit: alertUnit(rule),
    condition: alertCondition(rule.expr) ?? null,
    forMs: rule.forMs,
    labels: rule.labels,
    annotations: rule.annotations,
    state: status.state,
    alerts: status.alerts.map((alert) => instanceView(alert, known)),
    lastEvaluationMs: status.lastEvaluationMs ?? null,
    lastDurationMs: status.lastDurationMs ?? null,
    lastError: status.lastError,
    source: sourceOf(rule.position),
    history: rules.history(rule.name).slice(0, MAX_HISTORY),
  };
}

/** An alert, and what becomes of it on its way; of one that is pending nobody is told yet. */
function instanceView(alert: ActiveAlert, known: KnownAlerts): AlertInstanceView {
  const found = alert.state === 'firing' ? known.get(LabelSet.of(alert.labels).key) : undefined;
  return {
    ...alert,
    receivers: found?.receivers.filter((name) => name !== '') ?? [],
    silencedBy: found?.silencedBy ?? [],
    inhibitedBy: found?.inhibitedBy ?? [],
    mutedBy: found?.mutedBy ?? [],
  };
}
