import type { Attributes, AttributeValue, LogRecord } from '@telltale/model';
import { severityNumber } from '@telltale/model';
import type { FieldNames } from './field-names.ts';
import type { LogEntry } from './log-entry.ts';
import { levelName } from './log-entry.ts';
import { serialized } from './log-scope.ts';
import type { Draft } from './read-field.ts';
import { readField, unreadable } from './read-field.ts';
import { ValueCleaner } from './value-cleaner.ts';

/** A record with what it takes in memory, about. */
export interface SizedRecord {
  readonly record: LogRecord;
  readonly size: number;
}

/** Objects of a record, beside its texts, in bytes. */
const OVERHEAD_BYTES = 400;
const TRACE_ID = /^(?!0+$)[0-9a-f]{32}$/;
const SPAN_ID = /^(?!0+$)[0-9a-f]{16}$/;

/** Makes records of OpenTelemetry's model of what was logged: copied, of limited size, without secrets. */
export class RecordBuilder {
  readonly #names: FieldNames;
  readonly #service: string;
  readonly #resource: Attributes;

  constructor(names: FieldNames, service: string, resource: Attributes) {
    this.#names = names;
    this.#service = service;
    this.#resource = resource;
  }

  build(entry: LogEntry): SizedRecord {
    const cleaner = new ValueCleaner(this.#names);
    const { scope, correlation } = entry;
    const message = cleaner.text(scope.prefix + entry.message);
    const attributes: Draft = Object.assign(Object.create(null), scope.fields);
    if (correlation.fields) this.#add(attributes, correlation.fields, cleaner);
    if (correlation.requestId !== undefined) attributes['request_id'] = cleaner.text(correlation.requestId);
    if (entry.event !== undefined) attributes['event'] = entry.event;
    if (entry.error !== undefined) attributes['error'] = cleaner.value(entry.error) ?? null;
    if (entry.fields) this.#add(attributes, entry.fields, cleaner, entry);
    const traceId = takeId(attributes, 'trace_id', TRACE_ID) ?? correlation.traceId;
    const spanId = takeId(attributes, 'span_id', SPAN_ID) ?? correlation.spanId;
    const record: LogRecord = {
      timeMs: entry.timeMs,
      severity: severityNumber(levelName(entry.level)),
      service: this.#service,
      logger: scope.logger,
      message,
      ...(traceId !== undefined && { traceId }),
      ...(spanId !== undefined && { spanId }),
      attributes,
      resource: this.#resource,
    };
    return { record, size: OVERHEAD_BYTES + cleaner.characters };
  }

  #add(attributes: Draft, fields: object, cleaner: ValueCleaner, entry?: LogEntry): void {
    try {
      this.#addEach(attributes, fields, cleaner, entry);
    } catch (error) {
      // A proxy that does not even tell its names.
      attributes['field.unreadable'] = unreadable(error);
    }
  }

  #addEach(attributes: Draft, fields: object, cleaner: ValueCleaner, entry?: LogEntry): void {
    let count = 0;
    for (const given in fields) {
      if (!Object.hasOwn(fields, given) || ++count > MAX_FIELDS) continue;
      // Other loggers name the service in each record.
      if (given === 'service' && readField(fields, given) === this.#service) continue;
      const raw = serialized(given, readField(fields, given), entry?.scope.serializers);
      const { name, isSensitive } = this.#names.of(given);
      const value = cleaner.field(raw, isSensitive);
      if (value !== undefined) attributes[this.#nameOf(name, raw, attributes)] = value;
    }
  }

  /** The error of a program that calls it `err` stands where all errors stand. */
  #nameOf(name: string, value: unknown, attributes: Draft): string {
    return name === 'err' && value instanceof Error && attributes['error'] === undefined ? 'error' : name;
  }
}

/** Fields of one record. */
export const MAX_FIELDS = 200;

/** An id that the program gave; what is none stays a field, of another name. */
function takeId(attributes: Draft, name: string, form: RegExp): string | undefined {
  const value: AttributeValue | undefined = attributes[name];
  if (value === undefined) return undefined;
  delete attributes[name];
  if (typeof value === 'string' && form.test(value)) return value;
  attributes[`field.${name}`] = value;
  return undefined;
}
