import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { sameBytes, viewOf } from '../../bytes/same-bytes.ts';
import { millisecondsOfHalves, wholeMillisecondsOfHalves } from './unix-time.ts';

/** What is wrong with the bytes of a message; where it stands is known to the caller. */
export class OtlpFormatError extends Error {}

/** Stands for an id whose length is that of none. */
const NO_ID = '?';

/** Groups, which no message of the protocol has, may be passed over this deep. */
const MAX_GROUP_DEPTH = 8;
const WIRE_TYPE_BITS = 7;
const TWO_TO_32 = 2 ** 32;
const MAX_VARINT_BYTES = 10;
/** The first byte of what has more. */
const ONE_BYTE = 0x80;
const { Varint, Bit64, LengthDelimited, StartGroup, EndGroup, Bit32 } = WireType;
/** By their number. */
const WIRE_TYPES: readonly (WireType | undefined)[] = [
  Varint,
  Bit64,
  LengthDelimited,
  StartGroup,
  EndGroup,
  Bit32,
];

/**
 * Reads messages in place: a message within another is a range of the same bytes, and positions are those of the
 * request.
 */
export class MessageReader extends BinaryReader {
  readonly #buffer: Buffer;
  readonly #bytes: DataView;

  constructor(bytes: Uint8Array) {
    super(bytes);
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#bytes = viewOf(bytes);
  }

  /** A tag or a length: nearly all are one byte. */
  small(): number {
    const byte = this.pos < this.len ? this.#buffer[this.pos] : ONE_BYTE;
    if (byte >= ONE_BYTE) return this.uint32();
    this.pos++;
    return byte;
  }

  /** Reads the length of a message that begins here; gives its end, which is not beyond that of the outer one. */
  messageEnd(outerEnd: number): number {
    const end = this.small() + this.pos;
    if (end > outerEnd) throw new OtlpFormatError('a length reaches beyond the message it is in');
    return end;
  }

  /** Checks that the fields of a message ended where it ends. */
  finish(end: number): void {
    if (this.pos !== end) throw new OtlpFormatError('a field reaches beyond the message it is in');
  }

  /** Reads all fields of a message up to its end: those with a tag, which `read` reads, and others are passed over. */
  eachField(end: number, wanted: number, read: () => void): void {
    while (this.pos < end) {
      const tag = this.small();
      if (tag === wanted) read();
      else this.skipField(tag);
    }
    this.finish(end);
  }

  /** Passes over a field that is not known. */
  skipField(tag: number): void {
    const type = WIRE_TYPES[tag & WIRE_TYPE_BITS];
    if (type === undefined || tag >>> 3 === 0) throw new OtlpFormatError('no such field can be');
    if (type === LengthDelimited) {
      const length = this.small();
      this.pos += length;
      if (this.pos > this.len) throw new OtlpFormatError('the bytes end within a field');
    } else this.skip(type, tag >>> 3, MAX_GROUP_DEPTH);
  }

  /** A moment in nanoseconds, as milliseconds with fractions to the microsecond. */
  unixMs(): number {
    const low = this.fixed32();
    return millisecondsOfHalves(low, this.fixed32());
  }

  /** A moment in nanoseconds, as whole milliseconds: what is less than one is cut off. */
  unixWholeMs(): number {
    const low = this.fixed32();
    return wholeMillisecondsOfHalves(low, this.fixed32());
  }

  /** A 64-bit integer of fixed size, as the double next to it. */
  fixedInteger(): number {
    const low = this.fixed32();
    return this.sfixed32() * TWO_TO_32 + low;
  }

  /** An unsigned 64-bit integer of fixed size, as the double next to it. */
  fixedCount(): number {
    const low = this.fixed32();
    return this.fixed32() * TWO_TO_32 + low;
  }

  /** An unsigned varint, as the double next to it. */
  count(): number {
    let value = 0;
    let weight = 1;
    for (let i = 0; i < MAX_VARINT_BYTES && this.pos < this.len; i++) {
      const byte = this.#buffer[this.pos++];
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
      weight *= 0x80;
    }
    throw new OtlpFormatError('a number does not end');
  }

  /** Bytes of the request as a text of one character each: equal for equal bytes, and cheaper to compare. */
  bytesAsText(start: number, end: number): string {
    return this.#buffer.toString('latin1', start, end);
  }

  /** Whether the bytes from a position on are some others. */
  hasBytes(position: number, others: DataView, start: number, length: number): boolean {
    return sameBytes(others, start, start + length, this.#bytes, position);
  }

  /** A 64-bit integer; as text where a number cannot hold it. */
  integer(): number | string {
    const value = this.int64();
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }

  /** An id of so many bytes in hexadecimal; nothing for the empty one, `?` for one of another length. */
  id(size: number): string {
    const start = this.#passBytes();
    const length = this.pos - start;
    if (length === size) return this.#buffer.toString('hex', start, this.pos);
    return length === 0 ? '' : NO_ID;
  }

  /** Bytes in Base64, as the protocol's JSON has them. */
  base64(): string {
    const start = this.#passBytes();
    return this.#buffer.toString('base64', start, this.pos);
  }

  /** Passes over bytes with their length before them; gives the position of the first. */
  #passBytes(): number {
    const length = this.uint32();
    const start = this.pos;
    this.pos += length;
    if (this.pos > this.len) throw new OtlpFormatError('the bytes end within a field');
    return start;
  }
}
