import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';

const EVERY_ROW = 0;
const RANGE = 1;
const BITMAP = 2;

/** In which rows of a slab or block a series has samples. */
export interface Presence {
  readonly firstRow: number;
  readonly count: number;
  /** The rows, ascending, where they are not simply the `count` rows from `firstRow` on. */
  readonly rows: Uint8Array | undefined;
}

/** Writes which of `rowCount` rows a series has: all, one range, or a bitmap. */
export function encodePresence(writer: ByteWriter, presence: Presence, rowCount: number): void {
  const { firstRow, count, rows } = presence;
  if (rows !== undefined) {
    writer.u8(BITMAP);
    writeBitmap(writer, rows, rowCount);
  } else if (count === rowCount) {
    writer.u8(EVERY_ROW);
  } else {
    writer.u8(RANGE);
    writer.varint(firstRow);
    writer.varint(count);
  }
}

/** Reads what {@link encodePresence} wrote. */
export function decodePresence(reader: ByteReader, rowCount: number): Presence {
  const kind = reader.u8();
  if (kind === EVERY_ROW) return { firstRow: 0, count: rowCount, rows: undefined };
  if (kind === RANGE) return { firstRow: reader.varint(), count: reader.varint(), rows: undefined };
  const rows = readBitmap(reader, rowCount);
  return { firstRow: rows[0], count: rows.length, rows };
}

/** Moves the reader behind what {@link encodePresence} wrote. */
export function skipPresence(reader: ByteReader, rowCount: number): void {
  const kind = reader.u8();
  if (kind === BITMAP) {
    reader.offset += (rowCount + 7) >>> 3;
  } else if (kind === RANGE) {
    reader.varint();
    reader.varint();
  }
}

function writeBitmap(writer: ByteWriter, rows: Uint8Array, rowCount: number): void {
  const bitmap = new Uint8Array((rowCount + 7) >>> 3);
  for (const row of rows) bitmap[row >>> 3] |= 1 << (row & 7);
  writer.raw(bitmap);
}

function readBitmap(reader: ByteReader, rowCount: number): Uint8Array {
  const bitmap = reader.raw((rowCount + 7) >>> 3);
  const rows = new Uint8Array(rowCount);
  let count = 0;
  for (let row = 0; row < rowCount; row++) {
    if ((bitmap[row >>> 3] & (1 << (row & 7))) !== 0) rows[count++] = row;
  }
  return rows.subarray(0, count);
}
