import type { AttributeValue, Attributes, LogRecord } from '@telltale/model';
import { attributeText, ecsPath, severityName } from '@telltale/model';

/** The version of Elastic's common schema that the fields are of. */
const ECS_VERSION = '8.17.0';
/** In the year 9999, which is the last that dates of Elasticsearch have. */
const MAX_TIME_MS = 253_402_300_799_999;

/** A document of Elastic's common schema. */
export interface EcsDocument {
  [name: string]: AttributeValue | EcsDocument;
}

/**
 * A log record as a document of Elastic's common schema, whatever program it is of. Attributes that the schema has no
 * place for stand below `app`, where they clash with nobody's; those of the program are texts below `labels`.
 */
export function ecsLog(record: LogRecord): EcsDocument {
  const { traceId, spanId, logger } = record;
  const level = severityName(record.severity);
  const document: EcsDocument = {
    '@timestamp': timeText(record.timeMs),
    ecs: { version: ECS_VERSION },
    message: record.message,
    service: { name: record.service },
    log: { ...(level !== undefined && { level }), ...(logger !== undefined && { logger }) },
    ...(traceId !== undefined && { trace: { id: traceId } }),
    ...(spanId !== undefined && { span: { id: spanId } }),
  };
  place(document, record.resource, 'resource');
  place(document, record.attributes, 'record');
  return document;
}

function place(document: EcsDocument, attributes: Attributes, of: 'record' | 'resource'): void {
  for (const name of Object.keys(attributes)) {
    // Elasticsearch refuses documents with a field that has no name.
    if (name === '') continue;
    const path = ecsPath(name, of);
    // Labels are texts.
    put(document, path, path[0] === 'labels' ? (attributeText(attributes, name) ?? '') : attributes[name]);
  }
}

function put(document: EcsDocument, [name, ...rest]: readonly string[], value: AttributeValue): void {
  if (rest.length === 0) {
    Object.defineProperty(document, name, { value, enumerable: true, configurable: true, writable: true });
    return;
  }
  const inner: EcsDocument = Object.hasOwn(document, name) ? (document[name] as EcsDocument) : {};
  document[name] = inner;
  put(inner, rest, value);
}

/** To the microsecond. */
function timeText(timeMs: number): string {
  const bounded = Math.min(Math.max(timeMs, 0), MAX_TIME_MS);
  const microseconds = Math.round((bounded - Math.floor(bounded)) * 1000) % 1000;
  const text = new Date(Math.floor(bounded)).toISOString();
  return microseconds === 0 ? text : text.replace('Z', `${String(microseconds).padStart(3, '0')}Z`);
}
