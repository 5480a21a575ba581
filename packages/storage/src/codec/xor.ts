import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';

/** Control byte: the value has the bits of the one before it. */
const SAME = 255;

/**
 * Writes 64-bit patterns (low word first, as in memory) as byte-aligned XOR with the previous one: a
 * control byte `leading zero bytes << 4 | significant bytes`, then the significant bytes. Works on
 * integer words, so that every NaN payload, -0 and denormal survives.
 */
export function encodeXor(writer: ByteWriter, bits: Uint32Array, count: number): void {
  let previousHigh = 0;
  let previousLow = 0;
  for (let i = 0; i < count; i++) {
    const high = (bits[i * 2 + 1] ^ previousHigh) >>> 0;
    const low = (bits[i * 2] ^ previousLow) >>> 0;
    previousHigh = bits[i * 2 + 1];
    previousLow = bits[i * 2];
    writeDifference(writer, high, low);
  }
}

/** Reads what {@link encodeXor} wrote to the patterns from `at` on. */
export function decodeXor(reader: ByteReader, count: number, bits: Uint32Array, at = 0): void {
  let high = 0;
  let low = 0;
  for (let i = at; i < at + count; i++) {
    const control = reader.u8();
    if (control !== SAME) {
      const lead = control >>> 4;
      const end = Math.min(8, lead + (control & 15));
      for (let k = lead; k < end; k++) {
        if (k < 4) high ^= reader.u8() << (24 - 8 * k);
        else low ^= reader.u8() << (56 - 8 * k);
      }
    }
    bits[i * 2] = low;
    bits[i * 2 + 1] = high;
  }
}

function writeDifference(writer: ByteWriter, high: number, low: number): void {
  if (high === 0 && low === 0) {
    writer.u8(SAME);
    return;
  }
  const lead = high !== 0 ? Math.clz32(high) >>> 3 : 4 + (Math.clz32(low) >>> 3);
  const trail = low !== 0 ? trailingZeroBytes(low) : 4 + trailingZeroBytes(high);
  const end = 8 - trail;
  writer.u8((lead << 4) | (end - lead));
  for (let k = lead; k < end; k++) writer.u8(k < 4 ? high >>> (24 - 8 * k) : low >>> (56 - 8 * k));
}

function trailingZeroBytes(word: number): number {
  return (31 - Math.clz32(word & -word)) >>> 3;
}
