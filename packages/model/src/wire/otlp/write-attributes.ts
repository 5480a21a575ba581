import type { BinaryWriter } from '@bufbuild/protobuf/wire';
import { WireType } from '@bufbuild/protobuf/wire';
import type { AttributeValue, Attributes } from '../../attributes/attributes.ts';
import { MAX_VALUE_DEPTH } from '../../logs/record-limits.ts';

const { Bit64, LengthDelimited, Varint } = WireType;

/** Field numbers of `AnyValue`. */
const STRING = 1;
const BOOL = 2;
const INT = 3;
const DOUBLE = 4;
const ARRAY = 5;
const KEY_VALUE_LIST = 6;

/** Writes attributes as a repeated `KeyValue`. */
export function writeAttributes(writer: BinaryWriter, field: number, attributes: Attributes): void {
  for (const name of Object.keys(attributes)) writeAttribute(writer, field, name, attributes[name]);
}

/** Writes one `KeyValue`. */
export function writeAttribute(
  writer: BinaryWriter,
  field: number,
  name: string,
  value: AttributeValue,
  depth = 0,
): void {
  writer.tag(field, LengthDelimited).fork();
  writeText(writer, 1, name);
  writer.tag(2, LengthDelimited).fork();
  writeValue(writer, value, depth);
  writer.join();
  writer.join();
}

/** Writes the fields of an `AnyValue`. What is nested deeper than readers read is left empty. */
export function writeValue(writer: BinaryWriter, value: AttributeValue, depth = 0): void {
  switch (typeof value) {
    case 'string':
      writer.tag(STRING, LengthDelimited).string(value.toWellFormed());
      return;
    case 'boolean':
      writer.tag(BOOL, Varint).bool(value);
      return;
    case 'number':
      if (Number.isSafeInteger(value)) writer.tag(INT, Varint).int64(value);
      else writer.tag(DOUBLE, Bit64).double(value);
      return;
    default:
      if (typeof value === 'object' && value !== null && depth < MAX_VALUE_DEPTH)
        writeList(writer, value, depth);
  }
}

function writeList(writer: BinaryWriter, value: readonly AttributeValue[] | Attributes, depth: number): void {
  if (isList(value)) {
    writer.tag(ARRAY, LengthDelimited).fork();
    for (const item of value) {
      writer.tag(1, LengthDelimited).fork();
      writeValue(writer, item, depth + 1);
      writer.join();
    }
  } else {
    writer.tag(KEY_VALUE_LIST, LengthDelimited).fork();
    for (const name of Object.keys(value)) writeAttribute(writer, 1, name, value[name], depth + 1);
  }
  writer.join();
}

/** `Array.isArray` says nothing of lists that are read only. */
function isList(value: readonly AttributeValue[] | Attributes): value is readonly AttributeValue[] {
  return Array.isArray(value);
}

/** Writes a text; the empty one is the default and needs no bytes. */
export function writeText(writer: BinaryWriter, field: number, text: string): void {
  if (text !== '') writer.tag(field, LengthDelimited).string(text.toWellFormed());
}
