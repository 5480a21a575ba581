import type { BinaryWriter } from '@bufbuild/protobuf/wire';
import { WireType } from '@bufbuild/protobuf/wire';
import { unixNanosecondsExactly } from './unix-time.ts';

const { Bit64, LengthDelimited } = WireType;

/** Writes a moment as nanoseconds of Unix time, to the microsecond. */
export function writeTime(writer: BinaryWriter, field: number, ms: number): void {
  writer.tag(field, Bit64).fixed64(unixNanosecondsExactly(ms));
}

/** Ids are bytes; what is no id is left out rather than sent garbled. */
export function writeId(writer: BinaryWriter, field: number, id: string | undefined, digits: number): void {
  if (id?.length !== digits) return;
  const bytes = Buffer.from(id, 'hex');
  if (bytes.length * 2 === digits) writer.tag(field, LengthDelimited).bytes(bytes);
}
