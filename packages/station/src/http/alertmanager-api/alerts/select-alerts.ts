import type { GroupView, KnownAlert } from '@telltale/alerting';
import { compareLabelSets } from '@telltale/model';
import type { AlertsQuery } from '../query-parameters.ts';

/** The alerts that a request asks for, by their fingerprints. */
export function selectAlerts(alerts: readonly KnownAlert[], query: AlertsQuery): readonly KnownAlert[] {
  return alerts
    .filter((alert) => isToldOf(alert, query) && isWanted(alert, query))
    .toSorted((a, b) => compareTexts(a.fingerprint, b.fingerprint));
}

/** The groups that a request asks for, each with the alerts it asks for; by labels, then receiver. */
export function selectGroups(groups: readonly GroupView[], query: AlertsQuery): readonly GroupView[] {
  return groups
    .filter(({ receiver }) => query.takesReceiver(receiver))
    .map((group) => ({ ...group, alerts: group.alerts.filter((alert) => isWanted(alert, query)) }))
    .filter(({ alerts }) => alerts.length > 0)
    .toSorted((a, b) => compareLabelSets(a.labels, b.labels) || compareTexts(a.receiver, b.receiver));
}

/** An alert of which nobody is told has one receiver with the empty name. */
function isToldOf({ receivers }: KnownAlert, query: AlertsQuery): boolean {
  return (receivers.length === 0 ? [''] : receivers).some((name) => query.takesReceiver(name));
}

function isWanted(alert: KnownAlert, query: AlertsQuery): boolean {
  const { state, silencedBy, inhibitedBy, mutedBy, update } = alert;
  if (state === 'active' && !query.wants('active')) return false;
  if (state === 'unprocessed' && !query.wants('unprocessed')) return false;
  if (silencedBy.length > 0 && !query.wants('silenced')) return false;
  if (inhibitedBy.length > 0 && !query.wants('inhibited')) return false;
  if (mutedBy.length > 0 && !query.wants('muted')) return false;
  return query.matches(update.labels);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
