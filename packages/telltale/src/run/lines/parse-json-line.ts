import type { AttributeValue } from '@telltale/model';
import { parseSeverity, severityNumber } from '@telltale/model';
import { boundedValue } from './bounded-value.ts';
import { errorAttributes } from './error-attributes.ts';
import type { ParsedLine } from './parsed-line.ts';
import { parseLogTime } from './parse-log-time.ts';

/** What loggers call the parts of a record; the first that is there counts. Names with a dot may be objects. */
const LEVEL = ['level', 'severity', 'severity_text', 'levelname', 'log.level', 'lvl', 'loglevel'];
const MESSAGE = ['msg', 'message', 'event', 'short_message'];
const TIME = ['time', 'timestamp', '@timestamp', 'ts', 'datetime', 'asctime'];
const TRACE = ['trace_id', 'traceId', 'trace.id', 'traceID', 'otelTraceID'];
const SPAN = ['span_id', 'spanId', 'span.id', 'spanID', 'otelSpanID'];
const LOGGER = ['logger', 'logger_name', 'log.logger'];
/** Of pino, bunyan and Python, which tell severities in their own way; of others it is any name. */
const NAME = [...LOGGER, 'name'];
const SERVICE = ['service.name', 'service', 'otelServiceName'];
/** Say nothing of the event: versions of formats, and flags of traces. */
const NOISE = ['v', '@version', 'ecs.version', 'trace_flags', 'traceFlags', 'otelTraceSampled', 'levelno'];

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0{16})[0-9a-f]{16}$/;
/** The severities of pino and bunyan are tens: 30 is `info`. */
const NUMBER_STEP = 10;
const NUMBERS = [1, 1, 5, 9, 13, 17, 21];

type Fields = Record<string, unknown>;
type Scalar = string | number | boolean;

/**
 * Reads a line of JSON as pino, winston, bunyan, zap, logrus, zerolog, slog, Python's JSON formatters and Elastic's
 * common schema write them; nothing for a line that is no JSON object with a message or a level.
 */
export function parseJsonLine(line: string): ParsedLine | undefined {
  const fields = objectOf(line);
  if (!fields) return undefined;
  const message = take(fields, MESSAGE, scalarOf);
  const hasNamedLogger = typeof fields['level'] === 'number' || 'levelname' in fields;
  const level = take(fields, LEVEL, scalarOf);
  if (message === undefined && level === undefined) return undefined;
  const timeMs = take(fields, TIME, (value) => parseLogTime(value));
  const traceId = take(fields, TRACE, idOf(TRACE_ID));
  const spanId = take(fields, SPAN, idOf(SPAN_ID));
  const logger = take(fields, hasNamedLogger ? NAME : LOGGER, textOf);
  const service = take(fields, SERVICE, textOf);
  const error = errorAttributes(fields);
  for (const name of NOISE) remove(fields, name);
  return {
    message: message === undefined ? (error.message ?? '') : String(message),
    ...severityOf(level),
    ...(timeMs !== undefined && { timeMs }),
    ...(traceId !== undefined && { traceId }),
    ...(spanId !== undefined && { spanId }),
    ...(logger !== undefined && { logger }),
    ...(service !== undefined && { service }),
    attributes: { ...boundedFields(fields), ...error.attributes },
  };
}

function objectOf(line: string): Fields | undefined {
  const text = line.trim();
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    // Own names only: a field may be called `__proto__`.
    return Object.assign(Object.create(null), value) as Fields;
  } catch {
    return undefined;
  }
}

/** Takes the first part of these names that can be read out of the fields. */
function take<Value>(
  fields: Fields,
  names: readonly string[],
  read: (value: unknown) => Value | undefined,
): Value | undefined {
  for (const name of names) {
    const value = read(valueOf(fields, name));
    if (value === undefined) continue;
    remove(fields, name);
    return value;
  }
  return undefined;
}

function valueOf(fields: Fields, name: string): unknown {
  if (name in fields) return fields[name];
  const [outer, inner] = name.split('.', 2);
  const object = inner === undefined ? undefined : fields[outer];
  return isObject(object) && Object.hasOwn(object, inner) ? object[inner] : undefined;
}

function remove(fields: Fields, name: string): void {
  if (name in fields) {
    delete fields[name];
    return;
  }
  const [outer, inner] = name.split('.', 2);
  const object = inner === undefined ? undefined : fields[outer];
  if (!isObject(object) || !Object.hasOwn(object, inner)) return;
  delete object[inner];
  if (Object.keys(object).length === 0) delete fields[outer];
}

function severityOf(level: Scalar | undefined): Pick<ParsedLine, 'severity' | 'severityText'> {
  if (typeof level === 'number') {
    const step = Math.floor(level / NUMBER_STEP);
    return { severity: level > 0 ? (NUMBERS[Math.min(step, NUMBERS.length - 1)] ?? 0) : 0 };
  }
  if (typeof level !== 'string' || level === '') return { severity: 0 };
  const name = parseSeverity(level);
  if (name === undefined) return { severity: 0, severityText: level };
  return { severity: severityNumber(name), ...(level.toLowerCase() !== name && { severityText: level }) };
}

function boundedFields(fields: Fields): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = Object.create(null);
  for (const [name, value] of Object.entries(fields)) attributes[name] = boundedValue(value);
  return attributes;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function scalarOf(value: unknown): Scalar | undefined {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar ? value : undefined;
}

function idOf(pattern: RegExp): (value: unknown) => string | undefined {
  return (value) => {
    const id = typeof value === 'string' ? value.toLowerCase() : '';
    return pattern.test(id) ? id : undefined;
  };
}
