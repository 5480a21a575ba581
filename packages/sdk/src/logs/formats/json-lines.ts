import type { Attributes, LogRecord } from '@telltale/model';
import { severityName } from '@telltale/model';
import type { FieldNames } from '../records/field-names.ts';
import type { Correlation, LogEntry } from '../records/log-entry.ts';
import { levelName } from '../records/log-entry.ts';
import type { LogScope } from '../records/log-scope.ts';
import { MAX_FIELDS } from '../records/record-builder.ts';
import { ValueCleaner } from '../records/value-cleaner.ts';
import { MAX_RECORD_CHARACTERS } from '../records/text-limits.ts';
import { jsonText } from './json-text.ts';
import { TimestampText } from './timestamp-text.ts';

/** What a logger puts into each of its lines. */
class ScopeText {
  /** `","logger":"orders","message":` */
  readonly head: string;
  /** `,"service":"shop","version":"1"` */
  readonly tail: string;

  constructor(head: string, tail: string) {
    this.head = head;
    this.tail = tail;
  }
}

/** What a line was made of that is not there twice: `undefined` asks for the way by way of a record. */
type Part = string | undefined;

/**
 * Writes records as JSON, a line each: `timestamp`, `level`, `logger`, `message`, `service`, fields, and where the
 * record belongs. What is logged mostly, plain values under names of their own, is written as it is read; for
 * anything else `build` makes a record first, and its line says the same.
 */
export class JsonLines {
  readonly #names: FieldNames;
  readonly #service: string;
  readonly #build: (entry: LogEntry) => LogRecord;
  readonly #timestamps = new TimestampText();
  /** The fields of the work that were written last: records of one work often follow each other. */
  #contextFields: Correlation['fields'];
  #contextText: Part = '';
  #characters = 0;

  constructor(names: FieldNames, service: string, build: (entry: LogEntry) => LogRecord) {
    this.#names = names;
    this.#service = `,"service":${jsonText(service, names.sensitive)}`;
    this.#build = build;
  }

  /** The line of a record, with its end. */
  line(entry: LogEntry): string {
    try {
      return this.#quickly(entry) ?? this.lineOf(this.#build(entry));
    } catch {
      // Reading a field has thrown: where records are made, that is told in the field's place.
      return this.lineOf(this.#build(entry));
    }
  }

  /** The line of a record that was made already. */
  lineOf(record: LogRecord): string {
    const { attributes } = record;
    const level = severityName(record.severity) ?? 'info';
    let line = `{"timestamp":"${this.#timestamps.of(record.timeMs)}","level":"${level}","logger":${JSON.stringify(record.logger)},"message":${JSON.stringify(record.message)}${this.#service}`;
    if (record.traceId !== undefined) line += `,"trace_id":"${record.traceId}"`;
    if (record.spanId !== undefined) line += `,"span_id":"${record.spanId}"`;
    return `${line}${attributesText(attributes)}}\n`;
  }

  #quickly(entry: LogEntry): Part {
    const { scope, correlation } = entry;
    if (entry.error !== undefined || scope.serializers !== undefined || !scope.isPlain) return undefined;
    this.#characters = entry.message.length;
    const context = this.#contextOf(correlation, scope);
    const own = this.#ownOf(entry);
    if (context === undefined || own === undefined) return undefined;
    const { head, tail } = this.#scopeText(scope);
    const text = scope.prefix === '' ? entry.message : scope.prefix + entry.message;
    const message = jsonText(text, this.#names.sensitive);
    const start = `{"timestamp":"${this.#timestamps.of(entry.timeMs)}","level":"${levelName(entry.level)}`;
    return `${start}${head}${message}${tail}${context}${own}}\n`;
  }

  #scopeText(scope: LogScope): ScopeText {
    const known = scope.text;
    if (known instanceof ScopeText) return known;
    const made = new ScopeText(
      `","logger":${jsonText(scope.logger, this.#names.sensitive)},"message":`,
      this.#service + attributesText(scope.fields),
    );
    scope.text = made;
    return made;
  }

  #contextOf({ fields, traceId, spanId, requestId }: Correlation, scope: LogScope): Part {
    let text = '';
    if (traceId !== undefined) text = `,"trace_id":"${traceId}"`;
    if (spanId !== undefined) text += `,"span_id":"${spanId}"`;
    if (requestId !== undefined) text += `,"request_id":${jsonText(requestId, this.#names.sensitive)}`;
    if (fields === undefined) return text;
    if (fields !== this.#contextFields) {
      this.#contextFields = fields;
      this.#contextText = this.#plainFields(fields, scope, undefined);
    }
    if (this.#contextText === undefined) return undefined;
    // Another logger may have a field of the same name.
    if (scope.hasFields && hasAnyOf(scope.fields, fields)) return undefined;
    return text + this.#contextText;
  }

  #ownOf({ fields, scope, correlation, event }: LogEntry): Part {
    let text = '';
    if (event !== undefined) text = `,"event":${jsonText(event, this.#names.sensitive)}`;
    if (fields === undefined) return text;
    if (event !== undefined && Object.hasOwn(fields, 'event')) return undefined;
    const own = this.#plainFields(fields, scope, correlation.fields);
    return own === undefined ? undefined : text + own;
  }

  /** The fields of an object, whose names are none of the logger's nor of the work's. */
  #plainFields(fields: object, scope: LogScope, context: object | undefined): Part {
    const ofScope = scope.hasFields ? scope.fields : undefined;
    const isInherited = isMixed(fields);
    let text = '';
    let count = 0;
    for (const given in fields) {
      if (isInherited && !Object.hasOwn(fields, given)) continue;
      const name = this.#names.of(given);
      if (++count > MAX_FIELDS || !name.isPlain) return undefined;
      if (ofScope !== undefined && name.name in ofScope) return undefined;
      if (context !== undefined && Object.hasOwn(context, given)) return undefined;
      // Of a getter, the value is asked for once: what follows works with what it gave.
      const value = (fields as Readonly<Record<string, unknown>>)[given];
      const json = name.isSensitive ? this.#secret(value) : this.#plain(value);
      if (json !== '') text += name.json + json;
    }
    return this.#characters > MAX_RECORD_CHARACTERS ? undefined : text;
  }

  /** The JSON of a value; empty for what is left out. */
  #plain(value: unknown): string {
    switch (typeof value) {
      case 'string':
        this.#characters += value.length;
        return jsonText(value, this.#names.sensitive);
      case 'number':
        return Number.isFinite(value) ? String(value) : `"${value}"`;
      case 'boolean':
        return value ? 'true' : 'false';
      case 'undefined':
      case 'function':
        return '';
      default: {
        if (value === null) return 'null';
        const cleaner = new ValueCleaner(this.#names);
        const cleaned = cleaner.value(value);
        this.#characters += cleaner.characters;
        return cleaned === undefined ? '' : JSON.stringify(cleaned);
      }
    }
  }

  #secret(value: unknown): string {
    const cleaned = new ValueCleaner(this.#names).field(value, true);
    return cleaned === undefined ? '' : JSON.stringify(cleaned);
  }
}

/** Whether an object may have fields that are not its own. */
function isMixed(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype !== Object.prototype && prototype !== null;
}

function hasAnyOf(object: object, names: object): boolean {
  for (const name in names) if (Object.hasOwn(object, name)) return true;
  return false;
}

/** Fields that were copied already, each with a comma in front. */
function attributesText(attributes: Attributes): string {
  const json = JSON.stringify(attributes);
  return json === '{}' ? '' : `,${json.slice(1, -1)}`;
}
