import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { PrometheusExemplar } from './prometheus-family.ts';

const { Bit64, LengthDelimited, Varint } = WireType;

/** What is wrong with the content of a message; where it stands is known to the caller. */
export class ProtoContentError extends Error {}

/** What reads a field of a message. */
export interface FieldReader {
  /** Types on the wire that it reads; with another, the field counts as unknown. */
  readonly types: readonly WireType[];
  readonly read: (reader: BinaryReader, type: WireType) => void;
}

/** Groups, which no message here has, may be passed over this deep. */
const MAX_GROUP_DEPTH = 8;

/** Reads all fields of a message up to its end, by their number; unknown ones are passed over. */
export function readMessage(
  reader: BinaryReader,
  readers: Readonly<Record<number, FieldReader>>,
  end = reader.len,
): void {
  while (reader.pos < end) {
    const [field, type] = reader.tag();
    const known = Object.hasOwn(readers, field) ? readers[field] : undefined;
    if (known?.types.includes(type)) known.read(reader, type);
    else reader.skip(type, field, MAX_GROUP_DEPTH);
  }
}

/** A number of any integer type, which `take` reads. */
export function varint(take: (reader: BinaryReader) => unknown): FieldReader {
  return { types: [Varint], read: (reader) => void take(reader) };
}

/** An unsigned count. */
export function count(take: (count: number) => unknown): FieldReader {
  return varint((reader) => take(Number(reader.uint64())));
}

/** A double. */
export function double(take: (value: number) => unknown): FieldReader {
  return { types: [Bit64], read: (reader) => void take(reader.double()) };
}

/** A text; it must be valid UTF-8. */
export function text(take: (text: string) => unknown): FieldReader {
  return { types: [LengthDelimited], read: (reader) => void take(reader.string(true)) };
}

/** A message within. */
export function message(take: (reader: BinaryReader) => unknown): FieldReader {
  return { types: [LengthDelimited], read: (reader) => void take(new BinaryReader(reader.bytes())) };
}

/** Numbers one by one, or packed into one field. */
export function repeated(type: WireType, take: (reader: BinaryReader) => unknown): FieldReader {
  return {
    types: [type, LengthDelimited],
    read: (reader, actual) => {
      if (actual === type) {
        take(reader);
        return;
      }
      const packed = new BinaryReader(reader.bytes());
      while (packed.pos < packed.len) take(packed);
    },
  };
}

/** Reads a `LabelPair`. */
export function readLabel(reader: BinaryReader): readonly [name: string, value: string] {
  let name = '';
  let value = '';
  readMessage(reader, { 1: text((read) => (name = read)), 2: text((read) => (value = read)) });
  return [name, value];
}

/** Reads an `Exemplar`. */
export function readExemplar(reader: BinaryReader): PrometheusExemplar {
  const labels: (readonly [string, string])[] = [];
  let value = 0;
  let timestampMs: number | undefined;
  readMessage(reader, {
    1: message((label) => labels.push(readLabel(label))),
    2: double((read) => (value = read)),
    3: message((time) => (timestampMs = readTimestamp(time))),
  });
  return { labels, value, ...(timestampMs !== undefined && { timestampMs }) };
}

/** Reads a `google.protobuf.Timestamp`; in milliseconds. */
export function readTimestamp(reader: BinaryReader): number {
  let seconds = 0;
  let nanoseconds = 0;
  readMessage(reader, {
    1: varint((read) => (seconds = Number(read.int64()))),
    2: varint((read) => (nanoseconds = read.int32())),
  });
  return seconds * 1000 + Math.floor(nanoseconds / 1e6);
}
