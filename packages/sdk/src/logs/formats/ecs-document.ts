import type { AttributeValue, LogRecord } from '@telltale/model';
import { severityName } from '@telltale/model';
import { isAttributes, stacksOf, textOf } from './error-stack.ts';

/** The version of Elastic's common schema that the fields are of. */
const ECS_VERSION = '8.17.0';

/** Fields that the schema has a place for. */
const PLACED: ReadonlySet<string> = new Set(['error', 'event', 'request_id']);

/** A document of Elastic's common schema. */
export type EcsDocument = Readonly<Record<string, unknown>>;

/**
 * A record as a document of Elastic's common schema. The program's own fields stand below `app`, where they clash
 * with nobody's, as in what Logstash makes of the lines.
 */
export function ecsDocument(record: LogRecord): EcsDocument {
  const { attributes, resource, traceId, spanId } = record;
  const { error, event, request_id: requestId } = attributes;
  const own = Object.entries(attributes).filter(([name]) => !PLACED.has(name));
  return {
    '@timestamp': new Date(record.timeMs).toISOString(),
    'ecs.version': ECS_VERSION,
    message: record.message,
    log: { level: severityName(record.severity), logger: record.logger },
    service: {
      name: record.service,
      ...(resource['service.version'] !== undefined && { version: resource['service.version'] }),
    },
    ...(resource['host.name'] !== undefined && { host: { name: resource['host.name'] } }),
    ...(resource['process.pid'] !== undefined && { process: { pid: resource['process.pid'] } }),
    ...(traceId !== undefined && { trace: { id: traceId } }),
    ...(spanId !== undefined && { span: { id: spanId } }),
    ...(requestId !== undefined && { http: { request: { id: requestId } } }),
    ...(event !== undefined && { event: { action: event } }),
    ...(error !== undefined && { error: ecsError(error) }),
    ...(own.length > 0 && { app: Object.fromEntries(own) }),
  };
}

function ecsError(error: AttributeValue): EcsDocument {
  if (!isAttributes(error)) return { message: error };
  const { type, message, stack, code } = error;
  return {
    ...(type !== undefined && { type }),
    ...(message !== undefined && { message }),
    ...(code !== undefined && { code: textOf(code) }),
    // With those of its causes, as Java's loggers write it.
    ...(stack !== undefined && { stack_trace: stacksOf(error).join('\nCaused by: ') }),
  };
}

/** Writes records as documents of Elastic's common schema, a line each. */
export class EcsLines {
  lineOf(record: LogRecord): string {
    return `${JSON.stringify(ecsDocument(record))}\n`;
  }
}
