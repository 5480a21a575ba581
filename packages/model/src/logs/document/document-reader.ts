import type { AttributeValue } from '../../attributes/attributes.ts';
import { SPAN_ID_DIGITS, TRACE_ID_DIGITS, isZeroId, validId } from '../../ids/valid-id.ts';
import type { LogRecord } from '../log-record.ts';
import type { RecordProblem } from '../record-problem.ts';
import { DocumentFields, isFieldTable } from './document-fields.ts';
import { ResourceTable, takeResource } from './document-resource.ts';
import { documentSeverity } from './document-severity.ts';
import { documentTimeMs } from './document-time.ts';

/*
 * Names of fields, the most usual first: Elastic's schema, pino, bunyan, winston, zap, Logstash, OpenTelemetry, Python,
 * structlog.
 */
const TIME = ['@timestamp', 'timestamp', 'time', 'ts', 'asctime', 'datetime'];
const LEVEL = ['log.level', 'level', 'severity', 'levelname', 'lvl', 'loglevel', 'severity_text'];
const MESSAGE = ['message', 'msg', 'log', 'event', 'short_message'];
const SERVICE = ['service.name', 'service', 'service_name', 'otelServiceName'];
const LOGGER = ['log.logger', 'logger', 'logger_name'];
/** Of pino, bunyan and Python, which are known by their levels; elsewhere it is any name. */
const NAMED_LOGGER = [...LOGGER, 'name'];
const TRACE_ID = ['trace.id', 'trace_id', 'traceId', 'traceID', 'otelTraceID'];
const SPAN_ID = ['span.id', 'span_id', 'spanId', 'spanID', 'otelSpanID'];
/** Where our own writer of Elastic's schema puts the fields of the program. */
const OWN_FIELDS = 'app';

/** What a document does not say. */
export interface DocumentDefaults {
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  readonly service: string;
}

/**
 * Reads log records out of JSON documents as loggers and shippers write them, in Elastic's common schema (nested or
 * with dots) or with the names that pino, bunyan, winston and others have. What has no place in a record of its own
 * stays as an attribute. Never throws: what is wrong is left out, or stays an attribute.
 *
 * @example
 * ```ts
 * const reader = new DocumentReader();
 * const line = { level: 50, time: 1790000000000, msg: 'payment failed', order: { id: 7 } };
 * const record = reader.read(line, { timeMs: Date.now(), service: 'shop' });
 * console.log(record.severity, record.message, JSON.stringify(record.attributes)); // 17 payment failed {"order":{"id":7}}
 * ```
 */
export class DocumentReader {
  readonly #resources = new ResourceTable();
  readonly #onProblem: (problem: RecordProblem) => void;

  /** @param onProblem Told of each part that was left out. Default: nobody. */
  constructor(onProblem: (problem: RecordProblem) => void = () => {}) {
    this.#onProblem = onProblem;
  }

  read(document: Readonly<Record<string, unknown>>, defaults: DocumentDefaults): LogRecord {
    const fields = new DocumentFields(document, this.#onProblem);
    const hasNamedLogger =
      typeof fields.rest['level'] === 'number' || Object.hasOwn(fields.rest, 'levelname');
    const service = fields.take(SERVICE, nonEmptyText) ?? defaults.service;
    const { severity, severityText } = fields.take(LEVEL, documentSeverity) ?? { severity: 0 };
    const timeMs = fields.take(TIME, documentTimeMs) ?? defaults.timeMs;
    const message = fields.take(MESSAGE, text) ?? '';
    const logger = fields.take(hasNamedLogger ? NAMED_LOGGER : LOGGER, nonEmptyText);
    const traceId = this.#takeId(fields, TRACE_ID, TRACE_ID_DIGITS);
    const spanId = this.#takeId(fields, SPAN_ID, SPAN_ID_DIGITS);
    const resource = this.#resources.same(takeResource(fields));
    liftOwnFields(fields);
    return {
      timeMs,
      severity,
      severityText,
      service,
      logger,
      message,
      traceId,
      spanId,
      attributes: fields.rest,
      resource,
    };
  }

  /** An id that is none stays an attribute, which is noted; zeros say that there is none. */
  #takeId(fields: DocumentFields, names: readonly string[], digits: number): string | undefined {
    let isWrong = false;
    const id = fields.take(names, (value) => {
      if (typeof value !== 'string' || value === '') return undefined;
      if (isZeroId(value, digits)) return '';
      const valid = validId(value, digits);
      isWrong ||= valid === undefined;
      return valid;
    });
    if (id === undefined && isWrong) this.#onProblem('invalid_id');
    return id === '' ? undefined : id;
  }
}

function liftOwnFields({ rest }: DocumentFields): void {
  const own = Object.hasOwn(rest, OWN_FIELDS) ? rest[OWN_FIELDS] : undefined;
  if (!isFieldTable(own) || Object.keys(own).some((name) => Object.hasOwn(rest, name))) return;
  delete rest[OWN_FIELDS];
  for (const name of Object.keys(own)) rest[name] = own[name];
}

function text(value: AttributeValue): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function nonEmptyText(value: AttributeValue): string | undefined {
  return value === '' ? undefined : text(value);
}
