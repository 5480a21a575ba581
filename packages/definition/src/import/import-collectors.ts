import type { FrameworkOptions } from '../presets/framework/framework.ts';
import { importDuration } from './import-duration.ts';
import type { ImportNotes, Mapping } from './import-notes.ts';
import { isMapping, listAt } from './import-notes.ts';

type Collectors = NonNullable<FrameworkOptions['collectors']>;

/** The section `metrics` of the configuration object: what collects, and how often. */
export function importMetrics(metrics: Mapping, notes: ImportNotes): FrameworkOptions {
  notes.unread(metrics, ['collectors', 'interval', 'exporters'], 'metrics');
  dropOthers(metrics, 'collectors', 'prometheus', notes);
  dropOthers(metrics, 'exporters', 'http', notes);
  const every = importDuration(metrics.interval, 'metrics.interval', notes);
  return every === undefined ? {} : { scrapeEvery: every, collectors: { request: { every } } };
}

function dropOthers(metrics: Mapping, key: string, known: string, notes: ImportNotes): void {
  for (const one of listAt(metrics, key, `metrics.${key}`, notes)) {
    if (one !== known) notes.dropped(`metrics.${key}`, `${JSON.stringify(one)} is none of ours: ${known} is`);
  }
}

/** The section `monitoring.metrics` of the file: a collector for each path and interval. */
export function importCollectors(metrics: Mapping, notes: ImportNotes): Collectors {
  const path = 'monitoring.metrics';
  notes.unread(metrics, ['enabled', 'collectors'], path);
  if (metrics.enabled === false) {
    notes.dropped(
      `${path}.enabled`,
      'metrics are switched off by the environment variable PROMETHEUS_ENABLED',
    );
  }
  let collectors: Collectors = {};
  for (const [index, one] of listAt(metrics, 'collectors', `${path}.collectors`, notes).entries()) {
    const place = `${path}.collectors.${index}`;
    if (isMapping(one)) collectors = { ...collectors, ...importCollector(one, place, notes) };
    else notes.dropped(place, 'a collector is a mapping of type, path and interval');
  }
  return collectors;
}

function importCollector(collector: Mapping, path: string, notes: ImportNotes): Collectors {
  notes.unread(collector, ['type', 'path', 'interval'], path);
  const every = importDuration(collector.interval, `${path}.interval`, notes);
  const where = importPath(collector.path, `${path}.path`, notes);
  const options = { ...(every && { every }), ...(where && { path: where }) };
  switch (collector.type) {
    case 'request':
      return { request: options };
    case 'custom':
      return { custom: options };
    case 'system':
      if (where !== undefined) notes.dropped(`${path}.path`, 'the host is looked at by node_exporter');
      return { system: { ...(every && { every }) } };
    default:
      notes.dropped(`${path}.type`, `${JSON.stringify(collector.type)} is no collector`);
      return {};
  }
}

function importPath(value: unknown, path: string, notes: ImportNotes): `/${string}` | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && isAbsolute(value)) return value;
  notes.dropped(path, `${JSON.stringify(value)} is not a path: it begins with /`);
  return undefined;
}

function isAbsolute(text: string): text is `/${string}` {
  return text.startsWith('/');
}
