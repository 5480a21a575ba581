import type { AlertingRule, Expr, RecordingRule, Rule } from '@telltale/model';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { SeriesFacts } from '../no-data/missing-data.ts';
import { noDataRule } from '../no-data/no-data-rule.ts';
import type { AnyQuery } from '../query/any-query.ts';
import { isQuery } from '../query/any-query.ts';
import type { QueryContext } from '../query/query-context.ts';
import type { AlertDeclaration } from '../rules/alert.ts';
import { ALERT_OPTIONS } from '../rules/alert.ts';
import type { RecordingDeclaration } from '../rules/recording.ts';
import { checkKeys, reportUnknownKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { isMapping } from '../faults/shape.ts';
import { ALERT_SHAPE, RECORDING_SHAPE } from './callback-shapes.ts';
import { SHADOW_LABELS } from '../rules/shadow.ts';
import { resolveQuery } from './resolve-query.ts';

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const GROUP_NAME = /^[a-zA-Z0-9][\w-]*$/;

/** Stands for a query that could not be built; a definition with faults is never returned. */
const NO_QUERY: { readonly text: string; readonly expr: Expr } = {
  text: '',
  expr: { kind: 'number', value: NaN },
};

/** What alerts need to know beside the definition. */
export interface RuleFacts extends SeriesFacts {
  /** The longest scrape interval. */
  readonly scrapeIntervalMs: number;
}

/** How long an alert that keeps its state goes on firing where its data is missing, unless it says so itself. */
const KEEP_MS = 900_000;
const KEEP_SCRAPES = 4;

/** The recordings and alerts, checked. */
export function resolveRules(
  definition: MonitoringDefinition,
  context: QueryContext,
  facts: RuleFacts,
  faults: FaultList,
): readonly Rule[] {
  const recordings = faults.attempt('recordings', {}, definition.recordings, definition.position);
  const own = faults.attempt('alerts', {}, definition.alerts, definition.position);
  const alerts = { ...exporterAlerts(definition), ...own };
  return [
    ...Object.entries(recordings).map(([name, recording]) => {
      const path = `recordings.${name}`;
      if (Object.hasOwn(definition.metrics, name))
        faults.add(path, `${name} is already the name of a metric`);
      return resolveRecording(name, recording, context, path, faults);
    }),
    ...Object.entries(alerts).flatMap(([name, alert]) => {
      const path = `alerts.${name}`;
      if (isAlert(alert)) {
        if (!faults.hasShape(ALERT_SHAPE, alert, path, alert.position)) return [];
        const rule = resolveAlert(name, alert, context, path, faults);
        return withNoData(rule, alert, facts, path, faults);
      }
      faults.add(path, 'write alert({ … })', definition.position);
      return [];
    }),
  ];
}

/** The alerts that come with exporters: those of one kind are a group. */
function exporterAlerts({ exporters }: MonitoringDefinition): Readonly<Record<string, AlertDeclaration>> {
  const found = exporters.flatMap(({ pack, alerts }) =>
    Object.entries(alerts?.() ?? {}).map(([name, declared]) => [name, { group: pack, ...declared }] as const),
  );
  return Object.fromEntries(found);
}

/** Rules with the recordings first; two alerts of one name are a fault. */
export function orderedRules(rules: readonly Rule[], faults: FaultList): readonly Rule[] {
  const names = new Set<string>();
  for (const { kind, name } of rules) {
    if (kind === 'recording') continue;
    if (names.has(name))
      faults.add(`alerts.${name}`, `another alert is named ${name}, by onNoData or an objective`);
    names.add(name);
  }
  const isRecording = ({ kind }: Rule): boolean => kind === 'recording';
  return [...rules.filter(isRecording), ...rules.filter((rule) => !isRecording(rule))];
}

/** An alert with what it does where its data is missing. */
function withNoData(
  rule: AlertingRule,
  { onNoData, keepFiringFor }: AlertDeclaration,
  facts: RuleFacts,
  path: string,
  faults: FaultList,
): readonly AlertingRule[] {
  if (onNoData === 'keep') {
    if (keepFiringFor !== undefined) {
      const none = "with 'keep' write a time above 0, or leave it out";
      if (rule.keepFiringForMs === 0) faults.add(`${path}.keepFiringFor`, none, rule.position);
      return [rule];
    }
    return [{ ...rule, keepFiringForMs: Math.max(KEEP_MS, KEEP_SCRAPES * facts.scrapeIntervalMs) }];
  }
  if (onNoData !== 'fire' || rule.query === '') return [rule];
  const pair = noDataRule(rule, facts, facts.scrapeIntervalMs);
  if (pair !== undefined) return [rule, pair];
  const choice = "its condition looks at no data that could be missing: write 'ignore'";
  faults.add(`${path}.onNoData`, choice, rule.position);
  return [rule];
}

/** Whether it was made by `alert`; a definition that was never compiled can hold anything. */
function isAlert(declared: unknown): boolean {
  return typeof declared === 'object' && declared !== null && 'annotations' in declared;
}

function resolveRecording(
  name: string,
  recording: RecordingDeclaration,
  context: QueryContext,
  path: string,
  faults: FaultList,
): RecordingRule {
  const { query, labels = {} } = recordedQuery(recording, path, faults);
  if (!METRIC_NAME.test(name)) faults.add(path, `'${name}' is not a metric name`);
  checkLabels(labels, path, faults);
  const { text, expr } = faults.attempt(path, NO_QUERY, () => resolveQuery(query, context));
  return { kind: 'recording', name, query: text, expr, labels };
}

/** What is neither a query nor holds one is told of where it is resolved. */
function recordedQuery(
  recording: RecordingDeclaration,
  path: string,
  faults: FaultList,
): Exclude<RecordingDeclaration, AnyQuery> {
  if (isQuery(recording) || !isMapping(recording)) return { query: recording };
  checkKeys(recording, ['query', 'labels'], path, faults);
  return faults.hasShape(RECORDING_SHAPE, recording, path) ? recording : { query: recording.query };
}

function resolveAlert(
  name: string,
  alert: AlertDeclaration,
  context: QueryContext,
  path: string,
  faults: FaultList,
): AlertingRule {
  const { position } = alert;
  checkAlertShape(alert, path, faults);
  reportUnknownKeys(alert, ALERT_OPTIONS, path, faults, position);
  if (name === '') faults.add(path, 'an alert needs a name', position);
  checkLabels(alert.labels, path, faults);
  const resolve = () => (isMissing(alert.when) ? NO_QUERY : resolveQuery(alert.when, context));
  const { text, expr } = faults.attempt(`${path}.when`, NO_QUERY, resolve, position);
  return {
    kind: 'alerting',
    name,
    query: text,
    expr,
    labels: { severity: alert.severity, ...alert.labels, ...(alert.shadow && SHADOW_LABELS) },
    forMs: faults.durationMs(`${path}.for`, alert.for, 0, { allowZero: true, position }),
    keepFiringForMs: faults.durationMs(`${path}.keepFiringFor`, alert.keepFiringFor, 0, {
      allowZero: true,
      position,
    }),
    annotations: faults.attempt(path, {}, alert.annotations, position),
    ...unitOf(alert),
    ...(alert.group !== undefined && { group: alert.group }),
    ...(position && { position }),
  };
}

/** Of a query that was written as text nothing is known. */
function unitOf({ when }: AlertDeclaration): Pick<AlertingRule, 'unit'> {
  const unit = isQuery(when) ? when.unit : '';
  return unit === '' ? {} : { unit };
}

const NO_DATA_POLICIES: readonly unknown[] = ['fire', 'keep', 'ignore'];

/** Reports what the compiler asks for and is not there. */
function checkAlertShape(alert: AlertDeclaration, path: string, faults: FaultList): void {
  const { position } = alert;
  if (isMissing(alert.when)) {
    faults.add(`${path}.when`, 'say when it fires, as in when: m.carts_open.now().above(5)', position);
  }
  if (!NO_DATA_POLICIES.includes(alert.onNoData)) {
    const choice = "say what it does where its data is missing: 'fire', 'keep' or 'ignore'";
    faults.add(`${path}.onNoData`, choice, position);
  }
  if (alert.group !== undefined && !GROUP_NAME.test(alert.group)) {
    faults.add(
      `${path}.group`,
      'write letters, digits, dashes and underscores: files have this name',
      position,
    );
  }
  if (typeof alert.severity !== 'string') {
    const choice = "say how urgent it is: 'page', 'critical', 'ticket', 'warning' or 'info'";
    faults.add(`${path}.severity`, choice, position);
  }
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

function checkLabels(labels: Readonly<Record<string, string>>, path: string, faults: FaultList): void {
  for (const name of Object.keys(labels)) {
    if (!LABEL_NAME.test(name) || name.startsWith('__')) {
      faults.add(`${path}.labels.${name}`, `'${name}' is not a label name`);
    } else if (name === 'alertname') {
      faults.add(`${path}.labels.${name}`, 'alertname is set from the name of the alert');
    }
  }
}
