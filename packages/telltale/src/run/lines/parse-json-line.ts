import { DocumentReader } from '@telltale/model';
import type { Attributes, AttributeValue } from '@telltale/model';
import { withErrorAttributes } from './error-attributes.ts';
import type { ParsedLine } from './parsed-line.ts';

/** Say nothing of the event: versions of formats, numbers of levels, and flags of traces. */
const NOISE = ['v', '@version', 'trace_flags', 'traceFlags', 'otelTraceSampled', 'levelno'];
/** Of loggers that write local times without their zone: Python's, log4j's. */
const LOCAL_TIMES = ['asctime', 'timestamp', 'time', 'datetime'];
const WITHOUT_ZONE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?$/;
/** Numbers that mean an earlier or later moment are no times. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;

const reader = new DocumentReader();

/**
 * Reads a line of JSON as pino, winston, bunyan, zap, logrus, zerolog, slog, Python's JSON formatters and Elastic's
 * common schema write them; nothing for a line that is no JSON object with a message or a level.
 */
export function parseJsonLine(line: string): ParsedLine | undefined {
  const document = objectOf(line);
  if (!document) return undefined;
  const record = reader.read(withZones(document), { timeMs: Number.NaN, service: '' });
  const { timeMs, service, severity, severityText, message, logger, traceId, spanId, resource } = record;
  if (message === '' && severity === 0 && severityText === undefined) return undefined;
  const attributes = withErrorAttributes(withoutNoise(record.attributes));
  const { 'exception.message': errorMessage } = attributes;
  return {
    message: message === '' && typeof errorMessage === 'string' ? errorMessage : message,
    severity,
    ...(severityText !== undefined && { severityText }),
    ...(timeMs >= EARLIEST_MS && timeMs < Date.now() + DAY_MS && { timeMs }),
    ...(traceId !== undefined && { traceId }),
    ...(spanId !== undefined && { spanId }),
    ...(logger !== undefined && { logger }),
    ...(service !== '' && { service }),
    attributes,
    resource,
  };
}

function objectOf(line: string): Readonly<Record<string, unknown>> | undefined {
  const text = line.trim();
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined;
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

/** Times of this machine are in its zone, where they do not say one. */
function withZones(document: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const local = LOCAL_TIMES.flatMap((name): [string, string][] => {
    const value = Object.hasOwn(document, name) ? document[name] : undefined;
    const [, day, time, fraction = '0'] = (typeof value === 'string' && WITHOUT_ZONE.exec(value)) || [];
    const ms = day === undefined ? Number.NaN : Date.parse(`${day}T${time}.${fraction}`);
    return Number.isNaN(ms) ? [] : [[name, new Date(ms).toISOString()]];
  });
  return local.length === 0 ? document : { ...document, ...Object.fromEntries(local) };
}

function withoutNoise(attributes: Attributes): Attributes {
  const rest: Record<string, AttributeValue> = Object.create(null);
  for (const [name, value] of Object.entries(attributes)) if (!NOISE.includes(name)) rest[name] = value;
  return rest;
}
