import type {
  DefinitionDraft,
  DraftAlert,
  DraftMetric,
  DraftReceiver,
  DraftRecording,
  DraftRoute,
  DraftTarget,
} from './definition-draft.ts';
import { dashboardCode } from './print-dashboard.ts';
import type { Property } from './typescript-text.ts';
import {
  blockObject,
  dataLiteral,
  durationLiteral,
  inlineObject,
  promqlLiteral,
  textLiteral,
} from './typescript-text.ts';

/** Prints a draft as `telltale.config.ts`: the same draft gives the same text. */
export function printDefinition(service: string, draft: DefinitionDraft): string {
  const sections = blockObject([
    ['service', textLiteral(service)],
    ['metrics', section(draft.metrics, ({ name }) => name, metricCode)],
    ['scrape', scrapeCode(draft)],
    ['evaluateEvery', duration(draft.evaluateEveryMs)],
    ['targets', section(draft.targets, ({ job }) => job, targetCode)],
    ['receivers', section(draft.receivers, ({ name }) => name, receiverCode)],
    ['routes', draft.route && draft.receivers.length > 0 ? routeCode(draft.route) : undefined],
    ['inhibitions', draft.inhibitions.length === 0 ? undefined : listOf(draft.inhibitions.map(dataLiteral))],
    ['recordings', callback(section(draft.recordings, ({ name }) => name, recordingCode))],
    ['alerts', callback(section(draft.alerts, ({ name }) => name, alertCode))],
    ['dashboards', callback(section(draft.dashboards, ({ title }) => title, dashboardCode))],
  ]);
  const code = `export default defineMonitoring(${sections});\n`;
  const functions = [
    'alert',
    'choice',
    'counter',
    'dashboard',
    'defineMonitoring',
    'email',
    'freeText',
    'gauge',
    'histogram',
    'interval',
    'labelValues',
    'pagerduty',
    'promql',
    'slack',
    'summary',
    'webhook',
  ];
  const used = functions.filter((name) => new RegExp(`\\b${name}[(\`]`).test(code));
  return `import { ${used.join(', ')} } from '@telltale/sdk/define';\n\n${code}`;
}

function scrapeCode({ scrapeEveryMs, scrapeTimeoutMs }: DefinitionDraft): string | undefined {
  if (scrapeEveryMs === undefined && scrapeTimeoutMs === undefined) return undefined;
  return inlineObject([
    ['every', duration(scrapeEveryMs)],
    ['timeout', duration(scrapeTimeoutMs)],
  ]);
}

function section<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  codeOf: (item: Item) => string,
): string | undefined {
  return items.length === 0 ? undefined : blockObject(items.map((item) => [keyOf(item), codeOf(item)]));
}

function callback(object: string | undefined): string | undefined {
  return object && `() => (${object})`;
}

function duration(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : durationLiteral(ms);
}

function metricCode({ kind, help, unit, labels, buckets, quantiles }: DraftMetric): string {
  const options = inlineObject([
    ['help', textLiteral(help)],
    ['unit', unit === '' ? undefined : textLiteral(unit)],
    ['labels', labels.length === 0 ? undefined : inlineObject(labels.map((label) => [label, "'any'"]))],
    ['buckets', kind === 'histogram' ? dataLiteral(buckets) : undefined],
    ['quantiles', kind === 'summary' ? dataLiteral(quantiles) : undefined],
  ]);
  return `${kind}(${options})`;
}

function targetCode(target: DraftTarget): string {
  const { addresses, path, scheme, everyMs, timeoutMs, labels, credentialsFile, options = {} } = target;
  return inlineObject([
    ['address', addressesCode(addresses)],
    ['path', path && textLiteral(path)],
    ['scheme', scheme && textLiteral(scheme)],
    ['every', duration(everyMs)],
    ['timeout', duration(timeoutMs)],
    ['authorization', credentialsFile === undefined ? undefined : dataLiteral({ file: credentialsFile })],
    ['labels', Object.keys(labels).length === 0 ? undefined : dataLiteral(labels)],
    ...Object.entries(options).map(([name, value]): Property => [name, dataLiteral(value)]),
  ]);
}

function addressesCode(addresses: readonly string[]): string | undefined {
  if (addresses.length === 0) return undefined;
  return dataLiteral(addresses.length === 1 ? addresses[0] : addresses);
}

function receiverCode({ kind, options }: DraftReceiver): string {
  return `${kind}(${dataLiteral(options)})`;
}

function routeCode({ to, match, groupBy, children, ...route }: DraftRoute): string {
  const properties: readonly Property[] = [
    ['match', match && dataLiteral(match)],
    ['to', textLiteral(to)],
    ['groupBy', groupBy && dataLiteral(groupBy)],
    ['groupWait', duration(route.groupWaitMs)],
    ['groupInterval', duration(route.groupIntervalMs)],
    ['repeatInterval', duration(route.repeatIntervalMs)],
    ['continue', route.continue ? 'true' : undefined],
  ];
  if (children.length === 0) return inlineObject(properties);
  return blockObject([...properties, ['children', listOf(children.map(routeCode))]]);
}

function listOf(items: readonly string[]): string {
  return `[\n${items.map((item) => `  ${item},`).join('\n')}\n]`;
}

function recordingCode({ query, labels }: DraftRecording): string {
  if (Object.keys(labels).length === 0) return promqlLiteral(query);
  return inlineObject([
    ['query', promqlLiteral(query)],
    ['labels', dataLiteral(labels)],
  ]);
}

/** An alert of a definition. */
export function alertCode(alert: DraftAlert): string {
  return `alert(${blockObject([
    ['when', promqlLiteral(alert.query)],
    ['for', alert.forMs > 0 ? durationLiteral(alert.forMs) : undefined],
    ['keepFiringFor', alert.keepFiringForMs > 0 ? durationLiteral(alert.keepFiringForMs) : undefined],
    ['onNoData', "'ignore'"],
    ['severity', textLiteral(alert.severity)],
    ['runbook', alert.runbook && textLiteral(alert.runbook)],
    ['summary', textLiteral(alert.summary)],
    ['description', alert.description && textLiteral(alert.description)],
    ['labels', Object.keys(alert.labels).length === 0 ? undefined : dataLiteral(alert.labels)],
  ])})`;
}
