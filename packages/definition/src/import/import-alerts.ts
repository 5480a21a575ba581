import type { FrameworkAlertOptions, FrameworkAlerts } from '../presets/framework/framework-alerts.ts';
import type { Severity } from '../rules/alert.ts';
import type { AlertCondition } from './alert-condition.ts';
import { parseAlertCondition } from './alert-condition.ts';
import { importDuration } from './import-duration.ts';
import type { ImportNotes, Mapping } from './import-notes.ts';
import { isMapping } from './import-notes.ts';

const KEYS = ['name', 'condition', 'threshold', 'duration', 'severity'] as const;
const SEVERITIES: readonly Severity[] = ['page', 'critical', 'ticket', 'warning', 'info'];

/** The alerts of the preset by the metric that their condition is about. */
const ALERT_OF: ReadonlyMap<string, keyof FrameworkAlerts> = new Map([
  ['request_duration_seconds', 'high_latency'],
  ['response_time_seconds', 'high_latency'],
  ['memory_usage_bytes', 'high_memory'],
]);

/** The list of alerts as options of the preset. */
export function importAlerts(alerts: readonly unknown[], notes: ImportNotes): FrameworkAlerts {
  let imported: FrameworkAlerts = {};
  for (const [index, alert] of alerts.entries()) {
    const path = `alerts.${index}`;
    if (!isMapping(alert)) {
      notes.dropped(path, 'an alert is a mapping of name, condition, duration and severity');
      continue;
    }
    notes.unread(alert, KEYS, path);
    imported = { ...imported, ...importAlert(alert, imported, path, notes) };
  }
  return imported;
}

function importAlert(
  alert: Mapping,
  known: FrameworkAlerts,
  path: string,
  notes: ImportNotes,
): FrameworkAlerts {
  const condition = readCondition(alert.condition, `${path}.condition`, notes);
  if (!condition) return {};
  const kind = ALERT_OF.get(condition.metric);
  if (kind === undefined) {
    const fix = `write it in the section alerts of the definition`;
    notes.dropped(`${path}.condition`, `the preset has no alert about ${condition.metric}: ${fix}`);
    return {};
  }
  if (known[kind] !== undefined) {
    notes.dropped(path, `another alert is about ${condition.metric} already`);
    return {};
  }
  const limit = readLimit(condition, alert.threshold, path, notes);
  if (limit === undefined) return {};
  const options = readOptions(alert, kind, path, notes);
  if (kind === 'high_memory') {
    noteUnit(condition, limit, path, notes);
    return { high_memory: { ...options, bytes: limit } };
  }
  const repaired = `histogram_quantile(0.95, …) of ${condition.metric}_bucket above ${limit} s`;
  notes.repaired(
    `${path}.condition`,
    `${condition.metric} is a histogram, of which no series has that name: made ${repaired}`,
  );
  return { high_latency: { ...options, seconds: limit } };
}

function readCondition(value: unknown, path: string, notes: ImportNotes): AlertCondition | undefined {
  const condition = typeof value === 'string' ? parseAlertCondition(value) : undefined;
  if (!condition) {
    notes.dropped(path, `${JSON.stringify(value) ?? 'nothing'} is not a metric compared with a number`);
    return undefined;
  }
  if (condition.operator === '>') return condition;
  if (condition.operator === '>=') {
    notes.repaired(path, 'made >, which only differs where the value is the limit exactly');
    return condition;
  }
  notes.dropped(path, `the preset has no alert that compares ${condition.metric} by ${condition.operator}`);
  return undefined;
}

/** The limit of the condition; a threshold that says something else is told, and dropped. */
function readLimit(
  { limit }: AlertCondition,
  threshold: unknown,
  path: string,
  notes: ImportNotes,
): number | undefined {
  const other = typeof threshold === 'number' && Number.isFinite(threshold) ? threshold : undefined;
  if (limit === undefined) {
    if (other === undefined) notes.dropped(path, 'neither the condition nor a threshold says from when on');
    return other;
  }
  if (threshold !== undefined && threshold !== null && other !== limit) {
    const said = `the condition says ${limit}, the threshold ${JSON.stringify(threshold)}`;
    notes.dropped(`${path}.threshold`, `${said}: one alert has one limit, that of the condition`);
  }
  return limit;
}

function noteUnit({ unit }: AlertCondition, limit: number, path: string, notes: ImportNotes): void {
  if (unit === '') return;
  notes.repaired(`${path}.condition`, `PromQL knows no unit ${unit}: made ${limit}`);
}

function readOptions(
  alert: Mapping,
  kind: keyof FrameworkAlerts,
  path: string,
  notes: ImportNotes,
): FrameworkAlertOptions {
  const holdsFor = importDuration(alert.duration, `${path}.duration`, notes);
  const name = typeof alert.name === 'string' && alert.name !== '' ? alert.name : kind;
  return {
    ...(name !== kind && { name }),
    ...(holdsFor && { for: holdsFor }),
    severity: readSeverity(alert.severity, `${path}.severity`, notes),
  };
}

function readSeverity(value: unknown, path: string, notes: ImportNotes): Severity {
  const severity = SEVERITIES.find((known) => known === value);
  if (severity !== undefined) return severity;
  notes.repaired(path, `${JSON.stringify(value) ?? 'nothing'} is no severity: made warning`);
  return 'warning';
}
