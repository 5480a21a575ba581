import type { Attributes, LogRecord } from '@telltale/station/contract';

/** A field of a record by the name that filters have for it. */
export interface RecordField {
  readonly name: string;
  /** As filters compare it. */
  readonly value: string;
}

/** Objects further down are shown as JSON. */
const MAX_DEPTH = 6;
/** More fields are no help to anybody. */
export const MAX_FIELDS = 150;

/** The fields of a record, its own first, then what is known of its program; objects field by field. */
export function recordFields(record: LogRecord): readonly RecordField[] {
  const fields: RecordField[] = [];
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined) fields.push({ name, value });
  };
  add('service', record.service);
  add('logger', record.logger);
  add('trace_id', record.traceId);
  add('span_id', record.spanId);
  for (const [name, value] of Object.entries(record.attributes)) addValue(fields, name, value, 1);
  for (const [name, value] of Object.entries(record.resource)) addValue(fields, `resource.${name}`, value, 1);
  return fields;
}

/** The text of one field, for a column; empty where the record has none. */
export function fieldOf(record: LogRecord, name: string): string {
  switch (name) {
    case 'logger':
      return record.logger ?? '';
    case 'trace_id':
      return record.traceId ?? '';
    case 'span_id':
      return record.spanId ?? '';
    default:
      return name.startsWith(RESOURCE)
        ? textAt(record.resource, name.slice(RESOURCE.length))
        : textAt(record.attributes, name);
  }
}

const RESOURCE = 'resource.';

type Value = Attributes[string];

function addValue(fields: RecordField[], name: string, value: Value, depth: number): void {
  const inner = isObject(value) ? Object.entries(value) : [];
  if (inner.length === 0 || depth >= MAX_DEPTH || fields.length >= MAX_FIELDS) {
    fields.push({ name, value: textOf(value) });
    return;
  }
  for (const [key, one] of inner) addValue(fields, `${name}.${key}`, one, depth + 1);
}

function isObject(value: Value): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Texts as they are, anything else as JSON. */
function textOf(value: Value): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A dot leads into an object, unless a field has the whole name. */
function textAt(attributes: Attributes, name: string): string {
  if (Object.hasOwn(attributes, name)) return textOf(attributes[name]);
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const key = name.slice(0, dot);
    const inner = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    if (inner !== undefined && isObject(inner)) {
      const text = textAt(inner, name.slice(dot + 1));
      if (text !== '') return text;
    }
  }
  return '';
}
