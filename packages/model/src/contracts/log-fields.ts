import type { Attributes, AttributeValue } from '../attributes/attributes.ts';
import type { LogRecord } from '../logs/log-record.ts';
import { attributeText } from '../attributes/attribute-text.ts';
import { severityName } from '../logs/severity.ts';
import type { LogField } from './log-store.ts';

/** Values that are shown of a field. */
const MAX_VALUES = 10;

/**
 * The fields that records have, by the names of `LogFilter`, the most frequent first, each with its most frequent
 * values. An object counts as the fields in it. Every store's `fields` gives this.
 */
export function logFieldsOf(records: Iterable<LogRecord>): LogField[] {
  const counts = new FieldCounts();
  for (const record of records) counts.add(record);
  return counts.list();
}

class FieldCounts {
  readonly #fields = new Map<string, Map<string, number>>();

  add(record: LogRecord): void {
    this.#count('service', record.service);
    this.#count('logger', record.logger);
    this.#count('level', severityName(record.severity));
    this.#count('trace_id', record.traceId);
    this.#count('span_id', record.spanId);
    this.#addAttributes(record.attributes, '');
    this.#addAttributes(record.resource, 'resource.');
  }

  list(): LogField[] {
    const fields = [...this.#fields].map(([field, counts]) => {
      const values = [...counts].map(([value, count]) => ({ value, count }));
      const count = values.reduce((sum, each) => sum + each.count, 0);
      return { field, count, values: values.sort(byCount('value')).slice(0, MAX_VALUES) };
    });
    return fields.sort(byCount('field'));
  }

  #addAttributes(attributes: Attributes, prefix: string): void {
    for (const name of Object.keys(attributes)) {
      const value = attributes[name];
      if (isObject(value)) this.#addAttributes(value, `${prefix}${name}.`);
      else this.#count(prefix + name, attributeText(attributes, name));
    }
  }

  #count(field: string, value: string | undefined): void {
    if (value === undefined) return;
    let counts = this.#fields.get(field);
    if (!counts) this.#fields.set(field, (counts = new Map()));
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
}

function isObject(value: AttributeValue): value is Attributes {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
  );
}

/** The most frequent first; of those that are as frequent, in the order of their names. */
function byCount<Name extends string>(name: Name) {
  type Counted = { readonly count: number } & Readonly<Record<Name, string>>;
  return (a: Counted, b: Counted): number => b.count - a.count || (a[name] < b[name] ? -1 : 1);
}
