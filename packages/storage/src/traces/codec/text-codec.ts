import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';

/** Below it a loop over the characters is faster than a call of the encoder. */
const MAX_SHORT_LENGTH = 48;
/** A UTF-16 code unit becomes so many bytes of UTF-8 at most. */
const MAX_BYTES_PER_UNIT = 3;

const encoder = new TextEncoder();

/** Writes the length in bytes, then UTF-8. Half a surrogate pair becomes U+FFFD. */
export function writeText(writer: ByteWriter, text: string): void {
  if (text.length <= MAX_SHORT_LENGTH && writeShortAscii(writer, text)) return;
  const bytes = encoder.encode(text);
  writer.varint(bytes.length);
  writer.raw(bytes);
}

/** Writes a text of at most 127 characters if all are ASCII; else nothing, and says so. */
function writeShortAscii(writer: ByteWriter, text: string): boolean {
  writer.reserve(text.length * MAX_BYTES_PER_UNIT + 1);
  const { bytes, length: start } = writer;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 127) return false;
    bytes[start + 1 + i] = unit;
  }
  bytes[start] = text.length;
  writer.length = start + 1 + text.length;
  return true;
}

/** Reads what {@link writeText} wrote. */
export function readText(reader: ByteReader): string {
  const length = reader.varint();
  const start = reader.offset;
  reader.offset += length;
  return textAt(reader.bytes, start, reader.offset);
}

/** The text of some bytes of UTF-8. */
export function textAt(bytes: Uint8Array, start: number, end: number): string {
  return bufferOf(bytes).toString('utf8', start, end);
}

/** Writes the bytes that pairs of hexadecimal digits stand for; any other characters count as zeros. */
export function writeHex(writer: ByteWriter, digits: string): void {
  const count = digits.length >> 1;
  writer.reserve(count);
  const { bytes, length: start } = writer;
  for (let i = 0; i < count; i++) {
    bytes[start + i] = (digitAt(digits, 2 * i) << 4) | digitAt(digits, 2 * i + 1);
  }
  writer.length = start + count;
}

/** Some bytes as hexadecimal digits in lower case. */
export function hexAt(bytes: Uint8Array, start: number, end: number): string {
  return bufferOf(bytes).toString('hex', start, end);
}

function digitAt(digits: string, index: number): number {
  const unit = digits.charCodeAt(index);
  return unit > 57 ? (unit + 9) & 15 : unit & 15;
}

let lastBytes: Uint8Array | undefined;
let lastBuffer: Buffer | undefined;

/** The same bytes as a Buffer, which decodes texts several times as fast; most calls are for the same bytes. */
function bufferOf(bytes: Uint8Array): Buffer {
  if (lastBuffer === undefined || lastBytes !== bytes) {
    lastBytes = bytes;
    lastBuffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  return lastBuffer;
}
