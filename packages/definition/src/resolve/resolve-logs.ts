import { parseByteSize } from '@telltale/model';
import type { LogSinkDeclaration } from '../logs/logs-declaration.ts';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { LogLevel, ResolvedLogSink, ResolvedLogs } from '../resolved/resolved-logs.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';

/** The levels, the least severe first. */
export const LOG_LEVELS: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const SINK_OPTIONS: Readonly<Record<LogSinkDeclaration['kind'], readonly string[]>> = {
  console: [],
  file: ['path', 'maxSize', 'maxFiles'],
  elasticsearch: ['url'],
  otlp: ['url'],
};
const MAX_FILE_BYTES = 10 * 1024 ** 2;
const MAX_FILES = 5;
const RETENTION_MS = 30 * 24 * 3_600_000;

/** The service's logs, checked, with their defaults. */
export function resolveLogs(definition: MonitoringDefinition, faults: FaultList): ResolvedLogs {
  const { level = 'info', sinks = [{ kind: 'console' }], index, retention } = definition.logs ?? {};
  checkKeys(definition.logs ?? {}, ['level', 'sinks', 'index', 'retention'], 'logs', faults);
  checkLevel(level, 'logs.level', faults);
  return {
    level,
    sinks: sinks.flatMap((sink, place) => resolveSink(sink, `logs.sinks.${place}`, faults)),
    ...(index !== undefined && { index }),
    retentionMs: faults.durationMs('logs.retention', retention, RETENTION_MS),
  };
}

function resolveSink(sink: LogSinkDeclaration, path: string, faults: FaultList): ResolvedLogSink[] {
  if (!Object.hasOwn(SINK_OPTIONS, sink.kind)) {
    faults.add(`${path}.kind`, `write one of ${Object.keys(SINK_OPTIONS).join(', ')}`);
    return [];
  }
  checkKeys(sink, ['kind', 'level', 'format', ...SINK_OPTIONS[sink.kind]], path, faults);
  const { kind, level, format = 'json' } = sink;
  if (level !== undefined) checkLevel(level, `${path}.level`, faults);
  const base = { kind, ...(level !== undefined && { level }), format };
  if (sink.kind === 'console') return [base];
  if (sink.kind !== 'file') {
    if (URL.parse(sink.url) === null) faults.add(`${path}.url`, `'${sink.url}' is not an address`);
    return [{ ...base, url: sink.url }];
  }
  return [{ ...base, ...resolveFile(sink, path, faults) }];
}

function resolveFile(
  { path: file, maxSize, maxFiles = MAX_FILES }: Extract<LogSinkDeclaration, { kind: 'file' }>,
  path: string,
  faults: FaultList,
): Pick<ResolvedLogSink, 'path' | 'maxBytes' | 'maxFiles'> {
  const maxBytes =
    maxSize === undefined ? MAX_FILE_BYTES : typeof maxSize === 'string' ? parseByteSize(maxSize) : undefined;
  if (typeof file !== 'string' || file === '') faults.add(`${path}.path`, 'write the path of the file');
  if (!maxBytes) faults.add(`${path}.maxSize`, "write a size such as '10MB'");
  if (!Number.isInteger(maxFiles) || maxFiles < 1)
    faults.add(`${path}.maxFiles`, 'write a whole number from 1 on');
  return { path: file, maxBytes: maxBytes ?? MAX_FILE_BYTES, maxFiles };
}

function checkLevel(level: LogLevel, path: string, faults: FaultList): void {
  if (!LOG_LEVELS.includes(level)) faults.add(path, `write one of ${LOG_LEVELS.join(', ')}`);
}
