import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** How a field is read: a scalar of the wire format, packed scalars, or a message. */
export type Field =
  | Scalar
  | { readonly packed: 'double' | 'fixed64' | 'uint64' | 'sint64' }
  | { readonly message: Schema };

type Scalar =
  | 'string'
  | 'hex'
  | 'double'
  | 'fixed64'
  | 'fixed32'
  | 'bool'
  | 'int64'
  | 'uint64'
  | 'sint32'
  | 'sint64'
  | 'uint32';

/** Fields of a message by number; the names are those of the `.proto` file. */
export interface Schema {
  readonly [number: number]: readonly [name: string, field: Field];
}

/** A message as an object of lists: what is sent more than once is visible, unknown fields are an error. */
export interface Message {
  readonly [name: string]: readonly unknown[];
}

/** Reads a protobuf message with a schema, independently of the code that writes it. */
export function readMessage(bytes: Uint8Array, schema: Schema): Message {
  const reader = new BinaryReader(bytes);
  const message: Record<string, unknown[]> = {};
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    const entry = schema[number];
    if (!entry) throw new Error(`unknown field ${number}`);
    const [name, field] = entry;
    const values = (message[name] ??= []);
    if (typeof field === 'string') values.push(scalar(reader, field));
    else if ('message' in field) values.push(readMessage(reader.bytes(), field.message));
    else if (wireType === WireType.LengthDelimited) values.push(...packed(reader.bytes(), field.packed));
    else values.push(scalar(reader, field.packed));
  }
  return message;
}

function packed(bytes: Uint8Array, type: 'double' | 'fixed64' | 'uint64' | 'sint64'): unknown[] {
  const reader = new BinaryReader(bytes);
  const values: unknown[] = [];
  while (reader.pos < reader.len) values.push(scalar(reader, type));
  return values;
}

function scalar(reader: BinaryReader, type: Scalar): unknown {
  switch (type) {
    case 'hex':
      return Buffer.from(reader.bytes()).toString('hex');
    case 'string':
    case 'double':
    case 'bool':
    case 'uint32':
    case 'fixed32':
    case 'sint32':
      return reader[type]();
    default:
      return BigInt(reader[type]());
  }
}
