import type { AttributeValue, Attributes } from '../../attributes/attributes.ts';
import type { JsonObject } from './json-fields.ts';
import { fieldOf, integerOf, listField, objectField, objectOf, textField } from './json-fields.ts';
import { OtlpFormatError } from './message-reader.ts';
import type { ParseReport } from './parse-report.ts';
import { MAX_VALUE_DEPTH } from '../../logs/record-limits.ts';
import type { AttributeTable } from './read-attributes.ts';
import { attributeTable, doubleValue } from './read-attributes.ts';

/** Reads a list of `KeyValue` in JSON into a table; the last of a name counts. */
export function parseAttributes(
  list: readonly unknown[],
  table: AttributeTable,
  report: ParseReport,
  depth = 0,
): AttributeTable {
  for (const item of list) {
    if (!report.takeValue()) break;
    const pair = objectOf(item);
    table[textField(pair, 'key')] = parseValue(objectField(pair, 'value'), report, depth);
  }
  return table;
}

/** Reads an `AnyValue` in JSON. */
export function parseValue(value: JsonObject, report: ParseReport, depth = 0): AttributeValue {
  if (depth > MAX_VALUE_DEPTH) {
    report.flaw('too_deep');
    return null;
  }
  const scalar = parseScalar(value);
  if (scalar !== undefined) return scalar;
  const array = fieldOf(value, 'arrayValue');
  if (array !== undefined) return parseArray(listField(objectOf(array), 'values'), report, depth + 1);
  const list = fieldOf(value, 'kvlistValue');
  if (list === undefined) return null;
  return parseAttributes(listField(objectOf(list), 'values'), attributeTable(), report, depth + 1);
}

function parseScalar(value: JsonObject): AttributeValue | undefined {
  const text = fieldOf(value, 'stringValue') ?? fieldOf(value, 'bytesValue');
  if (text !== undefined) return typeof text === 'string' ? text.toWellFormed() : wrong('stringValue');
  const bool = fieldOf(value, 'boolValue');
  if (bool !== undefined) return typeof bool === 'boolean' ? bool : wrong('boolValue');
  const int = fieldOf(value, 'intValue');
  if (int !== undefined) return integerOf(int);
  const double = fieldOf(value, 'doubleValue');
  return double === undefined ? undefined : parseDouble(double);
}

/** Numbers that JSON has no notation for are texts. */
function parseDouble(value: unknown): number | string {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || (Number.isNaN(number) && value !== 'NaN')) return wrong('doubleValue');
  return doubleValue(number);
}

function parseArray(values: readonly unknown[], report: ParseReport, depth: number): AttributeValue[] {
  const items: AttributeValue[] = [];
  for (const value of values) {
    if (!report.takeValue()) break;
    items.push(parseValue(objectOf(value), report, depth));
  }
  return items;
}

function wrong(name: string): never {
  throw new OtlpFormatError(`${name} is of another type`);
}

/** Prints attributes as a list of `KeyValue`. */
export function attributesJson(attributes: Attributes, depth = 0): object[] {
  return Object.keys(attributes).map((key) => ({ key, value: valueJson(attributes[key], depth) }));
}

/** Prints an `AnyValue`. What is nested deeper than readers read is left empty. */
function valueJson(value: AttributeValue, depth = 0): object {
  switch (typeof value) {
    case 'string':
      return { stringValue: value.toWellFormed() };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: doubleValue(value) };
    default:
      if (typeof value !== 'object' || value === null || depth >= MAX_VALUE_DEPTH) return {};
      return isList(value)
        ? { arrayValue: { values: value.map((item) => valueJson(item, depth + 1)) } }
        : { kvlistValue: { values: attributesJson(value, depth + 1) } };
  }
}

function isList(value: readonly AttributeValue[] | Attributes): value is readonly AttributeValue[] {
  return Array.isArray(value);
}
