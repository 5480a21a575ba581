import type { AttributeValue, Attributes } from '@telltale/model';
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';

/** The texts of a fragment, each there once: a text is written as its number. */
export interface TextTable {
  numberOf(text: string): number;
}

/** The other way round. */
export interface TextSource {
  textOf(number: number): string;
}

const NULL = 0;
const FALSE = 1;
const TRUE = 2;
const INTEGER = 3;
const DOUBLE = 4;
const TEXT = 5;
const JSON_TEXT = 6;

/** Zigzag varints carry integers below it. */
const MAX_INTEGER = 2 ** 52;
/** Stands for what cannot be written as JSON: a circle, or objects in objects deeper than the stack. */
const UNWRITABLE = '"[unwritable]"';

const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);

/** Writes the number of attributes, then names and values. What is `undefined` is left out. */
export function writeAttributes(writer: ByteWriter, attributes: Attributes, texts: TextTable): void {
  const names = Object.keys(attributes).filter((name) => attributes[name] !== undefined);
  writer.varint(names.length);
  for (const name of names) {
    writer.varint(texts.numberOf(name));
    writeValue(writer, attributes[name], texts);
  }
}

/** Reads what {@link writeAttributes} wrote, into an object without a prototype. */
export function readAttributes(reader: ByteReader, texts: TextSource): Attributes {
  const attributes: Record<string, AttributeValue> = Object.create(null);
  for (let left = reader.varint(); left > 0; left--) {
    const name = texts.textOf(reader.varint());
    attributes[name] = readValue(reader, texts);
  }
  return attributes;
}

function writeValue(writer: ByteWriter, value: AttributeValue, texts: TextTable): void {
  switch (typeof value) {
    case 'string':
      writer.u8(TEXT);
      writer.varint(texts.numberOf(value));
      break;
    case 'number':
      writeNumber(writer, value);
      break;
    case 'boolean':
      writer.u8(value ? TRUE : FALSE);
      break;
    default:
      if (value === null) {
        writer.u8(NULL);
        break;
      }
      writer.u8(JSON_TEXT);
      writer.varint(texts.numberOf(jsonOf(value)));
  }
}

function writeNumber(writer: ByteWriter, value: number): void {
  const isInteger = Number.isInteger(value) && Math.abs(value) < MAX_INTEGER && !Object.is(value, -0);
  if (isInteger) {
    writer.u8(INTEGER);
    writer.zigzag(value);
  } else {
    writer.u8(DOUBLE);
    double[0] = value;
    writer.raw(doubleBytes);
  }
}

function readValue(reader: ByteReader, texts: TextSource): AttributeValue {
  switch (reader.u8()) {
    case FALSE:
      return false;
    case TRUE:
      return true;
    case INTEGER:
      return reader.zigzag();
    case DOUBLE:
      doubleBytes.set(reader.raw(8));
      return double[0];
    case TEXT:
      return texts.textOf(reader.varint());
    case JSON_TEXT:
      return JSON.parse(texts.textOf(reader.varint())) as AttributeValue;
    default:
      return null;
  }
}

/** An object as JSON. */
export function jsonOf(value: object): string {
  try {
    return JSON.stringify(value) ?? UNWRITABLE;
  } catch {
    return UNWRITABLE;
  }
}
