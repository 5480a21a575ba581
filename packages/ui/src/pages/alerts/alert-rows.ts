import type { AlertInstanceView, AlertRuleView, AlertState } from '@telltale/station/contract';
import { keyOfLabels } from './alert-key.ts';
import type { Labels } from './alert-key.ts';
import type { AlertsState } from './view-state.ts';

/** A pending or firing alert, or a rule that has none. */
export interface AlertRow {
  /** Its own within the page. */
  readonly key: string;
  readonly rule: AlertRuleView;
  /** `undefined` where the rule is quiet. */
  readonly alert: AlertInstanceView | undefined;
  readonly state: AlertState;
  /** Those of the alert; of a quiet rule those that all of its alerts would have. */
  readonly labels: Labels;
}

/** What rows are filtered by. */
export type AlertFilter = Pick<AlertsState, 'search' | 'state' | 'severity' | 'service' | 'receiver'>;

/** Rows that share a value of a label. */
export interface RowGroup {
  /** Empty where they do not have the label. */
  readonly value: string;
  readonly rows: readonly AlertRow[];
}

const STATE_ORDER: Readonly<Record<AlertState, number>> = { firing: 0, pending: 1, inactive: 2 };
const SEVERITIES: readonly string[] = ['page', 'critical', 'error', 'ticket', 'warning', 'info'];

/** All alerts and quiet rules: firing before pending before quiet, urgent ones first, then the newest. */
export function rowsOf(rules: readonly AlertRuleView[]): readonly AlertRow[] {
  return rules.flatMap(rowsOfRule).sort(byUrgency);
}

/** Rows that the filters let through. */
export function filterRows(rows: readonly AlertRow[], filter: AlertFilter): readonly AlertRow[] {
  const wanted = filter.search.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (filter.state === 'all' || row.state === filter.state) &&
      (filter.severity === '' || row.labels['severity'] === filter.severity) &&
      (filter.service === '' || serviceOf(row.labels) === filter.service) &&
      (filter.receiver === '' || row.alert?.receivers.includes(filter.receiver) === true) &&
      (wanted === '' || searchableText(row).includes(wanted)),
  );
}

/** Rows by the value of a label, in the order of their first rows; without a label one group. */
export function groupRows(rows: readonly AlertRow[], label: string): readonly RowGroup[] {
  if (label === '') return [{ value: '', rows }];
  const groups = Map.groupBy(rows, ({ labels }) => labels[label] ?? '');
  return [...groups].map(([value, members]) => ({ value, rows: members }));
}

/** The service that an alert is of: what its labels call so, else its job. */
function serviceOf(labels: Labels): string {
  return labels['service'] ?? labels['job'] ?? '';
}

/** What can be chosen of: severities, services, receivers, and labels to group by. */
export interface RowChoices {
  readonly severities: readonly string[];
  readonly services: readonly string[];
  readonly receivers: readonly string[];
  readonly labels: readonly string[];
}

/** What there is among rows. */
export function choicesOf(rows: readonly AlertRow[]): RowChoices {
  return {
    severities: distinct(rows.map(({ labels }) => labels['severity'] ?? '')),
    services: distinct(rows.map(({ labels }) => serviceOf(labels))),
    receivers: distinct(rows.flatMap(({ alert }) => alert?.receivers ?? [])),
    labels: distinct(rows.flatMap(({ labels }) => Object.keys(labels))),
  };
}

/** Labels that all of some alerts have alike. */
export function commonLabels(all: readonly Labels[]): Labels {
  const [first = {}, ...others] = all;
  const entries = Object.entries(first).filter(([name, value]) =>
    others.every((labels) => labels[name] === value),
  );
  return Object.fromEntries(entries);
}

function rowsOfRule(rule: AlertRuleView, index: number): readonly AlertRow[] {
  const place = `${index} ${rule.name}`;
  if (rule.alerts.length === 0) {
    const labels = { alertname: rule.name, ...rule.labels };
    return [{ key: place, rule, alert: undefined, state: 'inactive', labels }];
  }
  return rule.alerts.map((alert) => ({
    key: `${place} ${keyOfLabels(alert.labels)}`,
    rule,
    alert,
    state: alert.state,
    labels: alert.labels,
  }));
}

function byUrgency(a: AlertRow, b: AlertRow): number {
  return (
    STATE_ORDER[a.state] - STATE_ORDER[b.state] ||
    severityRank(a) - severityRank(b) ||
    (b.alert?.activeAtMs ?? 0) - (a.alert?.activeAtMs ?? 0) ||
    a.rule.name.localeCompare(b.rule.name)
  );
}

/** Of a severity that nobody knows: after those that wake people, before those that only inform. */
function severityRank({ labels }: Pick<AlertRow, 'labels'>): number {
  const rank = SEVERITIES.indexOf((labels['severity'] ?? '').toLowerCase());
  return rank === -1 ? SEVERITIES.indexOf('info') - 0.5 : rank;
}

function searchableText({ rule, alert, labels }: AlertRow): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const annotations = Object.values(alert?.annotations ?? rule.annotations);
  return [rule.name, rule.query, rule.group, rule.lastError, ...annotations, ...pairs]
    .join('\n')
    .toLowerCase();
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== '').sort();
}
