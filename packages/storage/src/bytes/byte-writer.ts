/** Below 2^30 the bit operations of the fast paths are exact, also after one shift to the left. */
const FAST_LIMIT = 0x4000_0000;

/** A growing little-endian byte buffer. Used for WAL frames and blocks; reused between them. */
export class ByteWriter {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  u8(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  u32(value: number): void {
    this.reserve(4);
    this.setU32(this.length, value);
    this.length += 4;
  }

  /** Overwrites four bytes written before, for lengths and checksums that are known later. */
  setU32(offset: number, value: number): void {
    this.bytes[offset] = value;
    this.bytes[offset + 1] = value >>> 8;
    this.bytes[offset + 2] = value >>> 16;
    this.bytes[offset + 3] = value >>> 24;
  }

  /** LEB128 of an integer from 0 to 2^53. */
  varint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= FAST_LIMIT) {
      this.bytes[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      this.bytes[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** Varint of a signed integer below 2^52 in size: 0, -1, 1, -2, … become 0, 1, 2, 3, … */
  zigzag(value: number): void {
    this.varint(zigzagOf(value));
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** A copy of what was written. */
  copy(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }

  /** A copy of what was written, to give away; then starts anew. A new buffer would cost more: as many zeros as it has room. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.copy();
    this.length = 0;
    return taken;
  }
}

/** The unsigned number that stands for a signed one in a zigzag varint. */
export function zigzagOf(value: number): number {
  if (value > -FAST_LIMIT && value < FAST_LIMIT) return ((value << 1) ^ (value >> 31)) >>> 0;
  return value < 0 ? -2 * value - 1 : 2 * value;
}
