import type { AlertInstanceView, AlertRuleView, NotificationView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useNow, useResource, useStation } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { LabelList } from '../../design/label-list.tsx';
import { AlertBadge } from '../../design/state-badge.tsx';
import { formatAge, formatShortSpan } from '../../format/ages.ts';
import { formatValue } from '../../format/units.ts';
import { useHref } from '../../navigation/links.ts';
import type { HrefOf } from '../../navigation/links.ts';
import { keyOfLabels } from '../alerts/alert-key.ts';
import { openedCodec } from '../alerts/view-state.ts';
import type { OpenedState } from '../alerts/view-state.ts';

/** Alerts listed here; the alerts page has them all. */
const LISTED_ALERTS = 6;

/** Pending and firing alerts, and the last notification. */
export function AlertStrip(): JSX.Element {
  const { data } = useResource(useStation().alerts);
  const now = useNow();
  const hrefOf = useHref();
  const active = activeAlerts(data?.rules ?? []);
  const last = data?.notifications[0];
  return (
    <section class="card" aria-labelledby="strip-alerts">
      <h2 class="card-title" id="strip-alerts">
        <a href={hrefOf({ page: 'alerts', rule: undefined })}>Alerts</a>
      </h2>
      {data?.rules.length === 0 && (
        <EmptyState title="No alert rules">
          <p>Add some under alerts in telltale.config.ts.</p>
        </EmptyState>
      )}
      {data !== undefined && data.rules.length > 0 && active.length === 0 && (
        <p class="card-quiet">No alert is pending or firing.</p>
      )}
      <ul class="active-alerts">
        {active.slice(0, LISTED_ALERTS).map(({ rule, alert }) => (
          <li key={rule.name + JSON.stringify(alert.labels)}>
            <AlertBadge state={alert.state} />
            <a class="active-name" href={hrefOfAlert(hrefOf, rule, alert)}>
              {rule.name}
            </a>
            <span class="active-value" title="Value">
              {formatValue(rule.unit, alert.value)}
            </span>
            <span class="active-age">for {formatShortSpan(now - alert.activeAtMs)}</span>
            <LabelList labels={alert.labels} except={['alertname', 'severity']} />
          </li>
        ))}
      </ul>
      {active.length > LISTED_ALERTS && (
        <p class="card-foot">
          <a href={hrefOf({ page: 'alerts', rule: undefined })}>{active.length - LISTED_ALERTS} more</a>
        </p>
      )}
      {last !== undefined && <p class="card-foot">{tellNotification(last, now)}</p>}
    </section>
  );
}

/** Of several alerts of a rule the one is chosen. */
function hrefOfAlert(hrefOf: HrefOf, rule: AlertRuleView, { labels }: AlertInstanceView): string {
  const opened: OpenedState = {
    instance: rule.alerts.length > 1 ? keyOfLabels(labels) : '',
    dialog: 'none',
  };
  return hrefOf({ page: 'alerts', rule: rule.name }, openedCodec, opened);
}

function activeAlerts(
  rules: readonly AlertRuleView[],
): readonly { readonly rule: AlertRuleView; readonly alert: AlertInstanceView }[] {
  return rules
    .flatMap((rule) => rule.alerts.map((alert) => ({ rule, alert })))
    .sort((a, b) => a.alert.state.localeCompare(b.alert.state) || b.alert.activeAtMs - a.alert.activeAtMs);
}

function tellNotification(last: NotificationView, now: number): string {
  const what = `${last.alertNames.join(', ')} ${last.status}`;
  const where = `${last.receiver} (${last.integration})`;
  const how =
    last.outcome === 'delivered'
      ? `delivered in ${formatValue('seconds', last.durationMs / 1000)}`
      : `${last.outcome}: ${last.error}`;
  return `Last notification ${formatAge(last.atMs, now)}: ${what}, to ${where}, ${how}.`;
}
