import type { AttributeValue } from '../../attributes/attributes.ts';
import { lengthField, varintField, wideField } from './field-tags.ts';
import type { MessageReader } from './message-reader.ts';
import type { ParseReport } from './parse-report.ts';
import { MAX_VALUE_DEPTH } from '../../logs/record-limits.ts';

/** Attributes while they are read; without a prototype, for their names come from outside. */
export type AttributeTable = Record<string, AttributeValue>;

/* Fields of `AnyValue` in opentelemetry/proto/common/v1/common.proto. */
const STRING = lengthField(1);
const BOOL = varintField(2);
const INT = varintField(3);
const DOUBLE = wideField(4);
const ARRAY = lengthField(5);
const KEY_VALUE_LIST = lengthField(6);
const BYTES = lengthField(7);

const KEY = lengthField(1);
const VALUE = lengthField(2);
/** Items of `ArrayValue` and of `KeyValueList`. */
const ITEM = lengthField(1);

/** A table without attributes. */
export function attributeTable(): AttributeTable {
  return Object.create(null) as AttributeTable;
}

/** Reads the `KeyValue` that begins with its length here into a table; the last of a name counts. */
export function readAttribute(
  reader: MessageReader,
  outerEnd: number,
  table: AttributeTable,
  report: ParseReport,
  depth = 0,
): void {
  const end = reader.messageEnd(outerEnd);
  if (!report.takeValue()) {
    reader.pos = end;
    return;
  }
  let name = '';
  let value: AttributeValue = null;
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === KEY) name = reader.string();
    else if (tag === VALUE) value = readValue(reader, end, report, depth);
    else reader.skipField(tag);
  }
  reader.finish(end);
  table[name] = value;
}

/** Reads the `AnyValue` that begins with its length here. */
export function readValue(
  reader: MessageReader,
  outerEnd: number,
  report: ParseReport,
  depth = 0,
): AttributeValue {
  const end = reader.messageEnd(outerEnd);
  if (depth > MAX_VALUE_DEPTH) {
    report.flaw('too_deep');
    reader.pos = end;
    return null;
  }
  let value: AttributeValue = null;
  while (reader.pos < end) value = readKind(reader, end, report, depth, value);
  reader.finish(end);
  return value;
}

/** Reads one field of an `AnyValue`; what is not known changes nothing. */
function readKind(
  reader: MessageReader,
  end: number,
  report: ParseReport,
  depth: number,
  known: AttributeValue,
): AttributeValue {
  const tag = reader.uint32();
  switch (tag) {
    case STRING:
      return reader.string();
    case BOOL:
      return reader.bool();
    case INT:
      return reader.integer();
    case DOUBLE:
      return doubleValue(reader.double());
    case ARRAY:
      return readArray(reader, end, report, depth + 1);
    case KEY_VALUE_LIST:
      return readTable(reader, end, report, depth + 1);
    case BYTES:
      return reader.base64();
    default:
      reader.skipField(tag);
      return known;
  }
}

function readArray(
  reader: MessageReader,
  outerEnd: number,
  report: ParseReport,
  depth: number,
): AttributeValue[] {
  const end = reader.messageEnd(outerEnd);
  const items: AttributeValue[] = [];
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag !== ITEM) reader.skipField(tag);
    else if (report.takeValue()) items.push(readValue(reader, end, report, depth));
    else reader.pos = reader.messageEnd(end);
  }
  reader.finish(end);
  return items;
}

function readTable(
  reader: MessageReader,
  outerEnd: number,
  report: ParseReport,
  depth: number,
): AttributeTable {
  const end = reader.messageEnd(outerEnd);
  const table = attributeTable();
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === ITEM) readAttribute(reader, end, table, report, depth);
    else reader.skipField(tag);
  }
  reader.finish(end);
  return table;
}

/** Numbers that JSON has no notation for are texts, as in the protocol's JSON. */
export function doubleValue(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
