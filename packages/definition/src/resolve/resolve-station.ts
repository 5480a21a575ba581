import { closestName, parseByteSize } from '@telltale/model';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedCapacity, ResolvedSignalRetention, ResolvedStation } from '../resolved.ts';
import type { ResolvedCollectors } from '../resolved/resolved-collectors.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { TryPattern } from '../targets/resolve-relabel.ts';
import { resolveCollectors } from './resolve-collectors.ts';
import { resolveOtlp } from './resolve-otlp.ts';
import { resolveStartedExporters } from './resolve-started-exporters.ts';
import { resolveRemote } from './resolve-remote.ts';
import { resolveStationTls } from './resolve-station-tls.ts';
import { resolveClickHouse, resolveForward, resolveOpenIn } from './resolve-outside.ts';

/** What the options are, by their path. */
const OPTIONS = {
  'retention.time': 'duration',
  'retention.size': 'size',
  'logs.retention': 'duration',
  'logs.maxSize': 'size',
  'traces.retention': 'duration',
  'traces.maxSize': 'size',
  'query.timeout': 'duration',
  'memory.limit': 'size',
  'ui.refresh': 'duration',
  'ui.range': 'duration',
  'capacity.series': 'count',
  'capacity.targets': 'count',
  'capacity.samplesPerSecond': 'count',
  'capacity.logRecordsPerSecond': 'count',
  'capacity.spansPerSecond': 'count',
} as const;

/** Those that are more than a list of such options. */
const GROUPS = [
  'otlp',
  'collectors',
  'exporters',
  'clickhouse',
  'remote',
  'forward',
  'openIn',
  'tls',
] as const;

type OptionPath = keyof typeof OPTIONS;

/** How the station is to run, checked; what is not given is absent. */
export function resolveStation(
  { station, exporters: packs, position }: MonitoringDefinition,
  faults: FaultList,
  tryPattern: TryPattern = () => undefined,
): ResolvedStation {
  const values = new Map<OptionPath, number>();
  const { otlp, collectors, exporters, clickhouse, remote, forward, openIn, tls, ...groups } = { ...station };
  for (const [group, options] of Object.entries<unknown>(groups)) {
    if (typeof options !== 'object' || options === null) {
      faults.add(`station.${group}`, `write { … }: ${hint(group)}`, position);
      continue;
    }
    for (const [name, value] of Object.entries(options)) {
      const path = `${group}.${name}`;
      if (isOption(path)) setOption(values, path, value, faults);
      else faults.add(`station.${path}`, `there is no such option: ${hint(path)}`, position);
    }
  }
  const collected = collectors && resolveCollectors(collectors, faults);
  return withoutAbsent({
    retentionMs: values.get('retention.time'),
    retentionBytes: values.get('retention.size'),
    logs: signalRetention(values.get('logs.retention'), values.get('logs.maxSize')),
    traces: signalRetention(values.get('traces.retention'), values.get('traces.maxSize')),
    otlp: otlp && resolveOtlp(otlp, faults),
    collectors: collected,
    exporters:
      exporters && resolveStartedExporters(exporters, { packs, collected: collectedJobs(collected), faults }),
    queryTimeoutMs: values.get('query.timeout'),
    memoryLimitBytes: values.get('memory.limit'),
    uiRefreshMs: values.get('ui.refresh'),
    uiRangeMs: values.get('ui.range'),
    capacity: capacityOf(values),
    clickhouse: clickhouse && resolveClickHouse(clickhouse, faults),
    remote: remote && resolveRemote(remote, faults),
    forward: forward && resolveForward(forward, faults, tryPattern),
    openIn: openIn && resolveOpenIn(openIn, faults),
    tls: tls && resolveStationTls(tls, faults),
  });
}

function capacityOf(values: ReadonlyMap<OptionPath, number>): ResolvedCapacity | undefined {
  const prefix = 'capacity.';
  const given = [...values].filter(([path]) => path.startsWith(prefix));
  if (given.length === 0) return undefined;
  return Object.fromEntries(given.map(([path, limit]) => [path.slice(prefix.length), limit]));
}

function collectedJobs(collected: ResolvedCollectors | undefined): readonly string[] {
  if (!collected) return [];
  const { postgres, redis, containers } = collected;
  return [...postgres, ...redis, ...(containers ? [containers] : [])].map(({ job }) => job);
}

function signalRetention(
  retentionMs: number | undefined,
  maxBytes: number | undefined,
): ResolvedSignalRetention | undefined {
  if (retentionMs === undefined && maxBytes === undefined) return undefined;
  return { ...(retentionMs !== undefined && { retentionMs }), ...(maxBytes !== undefined && { maxBytes }) };
}

function setOption(
  values: Map<OptionPath, number>,
  path: OptionPath,
  value: unknown,
  faults: FaultList,
): void {
  if (value === undefined) return;
  if (OPTIONS[path] === 'duration') {
    values.set(path, faults.durationMs(`station.${path}`, value, 0));
    return;
  }
  if (OPTIONS[path] === 'count') {
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) values.set(path, value);
    else faults.add(`station.${path}`, 'write a number above 0, such as 200_000');
    return;
  }
  const bytes = typeof value === 'string' ? parseByteSize(value) : undefined;
  if (bytes === undefined || bytes === 0)
    faults.add(`station.${path}`, "write a size such as '10GB' or '512MB'");
  else values.set(path, bytes);
}

function isOption(path: string): path is OptionPath {
  return Object.hasOwn(OPTIONS, path);
}

function hint(path: string): string {
  const known = [...Object.keys(OPTIONS), ...GROUPS];
  const near = closestName(path, known) ?? closestName(path.split('.', 1)[0], GROUPS);
  return near === undefined ? `options are ${known.join(', ')}` : `did you mean '${near}'?`;
}

function withoutAbsent(options: {
  readonly [Name in keyof Required<ResolvedStation>]: ResolvedStation[Name] | undefined;
}): ResolvedStation {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
