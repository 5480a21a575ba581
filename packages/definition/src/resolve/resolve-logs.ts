import { SEVERITY_NAMES, parseSeverity } from '@telltale/model';
import { checkKeys } from '../faults/check-keys.ts';
import type { DefinitionFault } from '../faults/definition-error.ts';
import { FaultList } from '../faults/fault-list.ts';
import type { LogEventDeclaration, LogFieldType } from '../logs/event.ts';
import type { LogSamplingDeclaration, LogsDeclaration } from '../logs/logs-declaration.ts';
import type {
  LogLevel,
  ResolvedLogEvent,
  ResolvedLogSampling,
  ResolvedLogs,
} from '../resolved/resolved-logs.ts';
import { resolveLogSink } from './resolve-log-sinks.ts';

const KEYS: readonly (keyof LogsDeclaration)[] = [
  'level',
  'sinks',
  'loggers',
  'events',
  'metrics',
  'fields',
  'redact',
  'allowSensitive',
  'sampling',
  'rateLimit',
  'dedupe',
  'flushEvery',
  'levelSignal',
  'index',
  'retention',
];
const SAMPLED_LEVELS: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn'];
const RETENTION_MS = 30 * 24 * 3_600_000;
const FLUSH_MS = 100;

/** The service's logs, checked, with their defaults. */
export function resolveLogs(declared: LogsDeclaration | undefined, faults: FaultList): ResolvedLogs {
  const logs = declared ?? {};
  checkKeys(logs, KEYS, 'logs', faults);
  const { sinks = [{ kind: 'console' }], index, rateLimit, dedupe } = logs;
  const { loggers, events, fields, redact, allowSensitive, sampling, levelSignal } = logs;
  if (rateLimit !== undefined && !(rateLimit > 0))
    faults.add('logs.rateLimit', 'write the most records a second, such as 100');
  return {
    level: resolveLevel(logs.level, 'logs.level', faults) ?? 'info',
    sinks: sinks.flatMap((sink, place) => resolveLogSink(sink, `logs.sinks.${place}`, faults)),
    ...(index !== undefined && { index }),
    retentionMs: faults.durationMs('logs.retention', logs.retention, RETENTION_MS),
    ...(loggers && { loggers: resolveLoggers(loggers, faults) }),
    ...(events && { events: resolveEvents(events, faults) }),
    ...(fields && { fields }),
    ...(redact && { redact }),
    ...(allowSensitive && { allowSensitive }),
    ...(sampling && { sampling: sampling.flatMap((rule, place) => resolveSampling(rule, place, faults)) }),
    ...(rateLimit !== undefined && { rateLimit }),
    ...(dedupe !== undefined && { dedupeMs: faults.durationMs('logs.dedupe', dedupe, 0) }),
    flushEveryMs: faults.durationMs('logs.flushEvery', logs.flushEvery, FLUSH_MS, { allowZero: true }),
    ...(levelSignal !== undefined && { levelSignal }),
  };
}

/** The logs of a service that runs, with what is wrong with them: what is wrong has its default. */
export function logsOf(declared: LogsDeclaration | undefined): {
  readonly logs: ResolvedLogs;
  readonly faults: readonly DefinitionFault[];
} {
  const faults = new FaultList();
  const logs = resolveLogs(declared, faults);
  return { logs, faults: faults.faults };
}

/** A level by any of its names; nothing, with a fault, for what is none. */
function resolveLevel(level: string | undefined, path: string, faults: FaultList): LogLevel | undefined {
  if (level === undefined) return undefined;
  const known = typeof level === 'string' ? parseSeverity(level) : undefined;
  if (known === undefined) faults.add(path, `write one of ${SEVERITY_NAMES.join(', ')}`);
  return known;
}

function resolveLoggers(
  loggers: NonNullable<LogsDeclaration['loggers']>,
  faults: FaultList,
): Readonly<Record<string, LogLevel>> {
  const resolved: Record<string, LogLevel> = Object.create(null);
  for (const [name, level] of Object.entries(loggers)) {
    const known = resolveLevel(level, `logs.loggers.${name}`, faults);
    if (known) resolved[name] = known;
  }
  return resolved;
}

function resolveEvents(
  events: NonNullable<LogsDeclaration['events']>,
  faults: FaultList,
): Readonly<Record<string, ResolvedLogEvent>> {
  const resolved: Record<string, ResolvedLogEvent> = Object.create(null);
  for (const [name, declared] of Object.entries(events)) {
    const path = `logs.events.${name}`;
    if (!isEvent(declared)) {
      faults.add(path, "write event({ name: 'string' })");
      continue;
    }
    checkKeys(declared, ['kind', 'fields', 'level', 'message', 'unknownKeys'], path, faults);
    for (const key of declared.unknownKeys ?? [])
      faults.add(`${path}.${key}`, `there is no '${key}' here: there are level, message`);
    const level = resolveLevel(declared.level, `${path}.level`, faults) ?? 'info';
    const fields = Object.entries(declared.fields).flatMap(([field, type]) =>
      resolveField(field, type, `${path}.fields.${field}`, faults),
    );
    resolved[name] = {
      level,
      ...(declared.message !== undefined && { message: declared.message }),
      fields,
    };
  }
  return resolved;
}

function isEvent(declared: unknown): declared is LogEventDeclaration {
  return (
    typeof declared === 'object' &&
    declared !== null &&
    Reflect.get(declared, 'kind') === 'event' &&
    typeof Reflect.get(declared, 'fields') === 'object' &&
    Reflect.get(declared, 'fields') !== null
  );
}

function resolveField(
  name: string,
  type: LogFieldType,
  path: string,
  faults: FaultList,
): ResolvedLogEvent['fields'] {
  if (Array.isArray(type)) return [{ name, type: 'string', isOptional: false }];
  const [, plain, mark] = /^(string|number|boolean)(\??)$/.exec(String(type)) ?? [];
  if (plain !== undefined) return [{ name, type: plain, isOptional: mark === '?' }];
  faults.add(path, "write 'string', 'number' or 'boolean', with a ? behind what may be left out, or texts");
  return [];
}

function resolveSampling(
  rule: LogSamplingDeclaration,
  place: number,
  faults: FaultList,
): readonly ResolvedLogSampling[] {
  const path = `logs.sampling.${place}`;
  checkKeys(rule, ['logger', 'message', 'event', 'upTo', 'ratio'], path, faults);
  const { ratio, upTo: said = 'info', ...wanted } = rule;
  const upTo = SAMPLED_LEVELS.find((level) => level === said);
  if (!upTo) faults.add(`${path}.upTo`, `write one of ${SAMPLED_LEVELS.join(', ')}: errors are always kept`);
  const isShare = typeof ratio === 'number' && ratio >= 0 && ratio <= 1;
  if (!isShare) faults.add(`${path}.ratio`, 'write a share from 0 to 1, such as 0.1');
  return upTo && isShare ? [{ ...wanted, upTo, ratio }] : [];
}
