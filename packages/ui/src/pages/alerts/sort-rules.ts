import type { AlertRuleView } from '@telltale/station/contract';
import type { AlertsState } from './view-state.ts';

const ORDER: Readonly<Record<AlertRuleView['state'], number>> = { firing: 0, pending: 1, inactive: 2 };

/** Rules that the filter lets through: firing, then pending, then quiet, each by name. */
export function sortRules(
  rules: readonly AlertRuleView[],
  filter: AlertsState['state'],
): readonly AlertRuleView[] {
  return rules
    .filter((rule) => filter === 'all' || rule.state === filter)
    .sort((a, b) => ORDER[a.state] - ORDER[b.state] || a.name.localeCompare(b.name));
}

/** When the oldest active alert of a rule began, or `undefined` when none is active. */
export function activeSince(rule: AlertRuleView): number | undefined {
  const starts = rule.alerts.filter((alert) => alert.state === rule.state).map((alert) => alert.activeAtMs);
  return starts.length === 0 ? undefined : Math.min(...starts);
}
