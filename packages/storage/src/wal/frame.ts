import { crc32 } from 'node:zlib';
import { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';

/** Length and checksum in front of each frame. */
const HEADER_BYTES = 8;

export const SERIES_FRAME = 1;
export const ROW_FRAME = 2;
export const HISTOGRAM_ROW_FRAME = 3;

/** Writes a frame: `[length u32 | crc32 u32 | type u8 | payload]`; length and checksum cover type and payload. */
export function writeFrame(
  writer: ByteWriter,
  type: number,
  writePayload: (writer: ByteWriter) => void,
): void {
  const start = writer.length;
  writer.u32(0);
  writer.u32(0);
  writer.u8(type);
  writePayload(writer);
  const body = writer.bytes.subarray(start + HEADER_BYTES, writer.length);
  writer.setU32(start, body.length);
  writer.setU32(start + 4, crc32(body));
}

/**
 * Calls `onFrame` for every whole frame, with where it ends, and returns how many bytes they take; the rest is
 * damaged.
 */
export function readFrames(
  bytes: Uint8Array,
  onFrame: (type: number, payload: ByteReader, end: number) => void,
): number {
  let offset = 0;
  while (offset + HEADER_BYTES < bytes.length) {
    const header = new ByteReader(bytes, offset);
    const length = header.u32();
    const checksum = header.u32();
    const end = offset + HEADER_BYTES + length;
    // Zero-filled bytes would otherwise be frames: an empty body has the checksum zero.
    if (length === 0 || end > bytes.length) break;
    const body = bytes.subarray(offset + HEADER_BYTES, end);
    if (crc32(body) !== checksum) break;
    onFrame(body[0], new ByteReader(body, 1), end);
    offset = end;
  }
  return offset;
}
