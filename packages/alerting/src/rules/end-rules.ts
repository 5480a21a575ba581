import type { MetricAppender } from '@telltale/model';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import type { AlertTransition } from './alerting-rule-state.ts';
import { departedUpdates } from './departed-alerts.ts';
import type { RuleHandover } from './rule-handover.ts';
import { createRuleSeries } from './rule-series.ts';

/** What there is to tell of rules that are gone. */
export interface EndedRules {
  readonly updates: readonly AlertUpdate[];
  readonly transitions: readonly AlertTransition[];
}

/** Resolves the alerts of rules that are gone, and ends their series with staleness markers. */
export function endRules(
  rules: readonly RuleHandover[],
  { appender, nowMs }: { readonly appender: MetricAppender; readonly nowMs: number },
): EndedRules {
  for (const [queryOffsetMs, left] of Map.groupBy(rules, (rule) => rule.queryOffsetMs)) {
    const series = createRuleSeries(appender, 'rules;departed');
    series.adopt(left.flatMap((rule) => rule.series));
    series.write([], nowMs - queryOffsetMs);
  }
  const alerts = rules.flatMap((rule) => rule.alerts);
  const transitions = alerts
    .filter(({ state }) => state !== 'inactive')
    .map(({ labels, value }): AlertTransition => {
      const alertName = labels.get('alertname');
      return { alertName, atMs: nowMs, to: 'inactive', labels: labels.toObject(), value };
    });
  return { updates: departedUpdates(alerts, nowMs), transitions };
}
