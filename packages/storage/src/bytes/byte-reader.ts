/**
 * Reads what `ByteWriter` wrote. Meant for bytes whose checksum has been verified: running past the
 * end gives meaningless numbers, and `atEnd` or the caller's own counts tell.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  offset: number;

  constructor(bytes: Uint8Array, offset = 0) {
    this.bytes = bytes;
    this.offset = offset;
  }

  u8(): number {
    return this.bytes[this.offset++];
  }

  u32(): number {
    const { bytes, offset } = this;
    this.offset += 4;
    return (
      (bytes[offset] | (bytes[offset + 1] << 8) | (bytes[offset + 2] << 16) | (bytes[offset + 3] << 24)) >>> 0
    );
  }

  varint(): number {
    let byte = this.bytes[this.offset++];
    if (byte < 128) return byte;
    let value = byte & 127;
    let shift = 7;
    while (shift < 28) {
      byte = this.bytes[this.offset++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
      shift += 7;
    }
    return this.#wide(value);
  }

  zigzag(): number {
    return unzigzag(this.varint());
  }

  raw(length: number): Uint8Array {
    const bytes = this.bytes.subarray(this.offset, this.offset + length);
    this.offset += length;
    return bytes;
  }

  /** The part of a varint beyond 28 bits, where bit operations would lose digits. */
  #wide(low: number): number {
    let value = low;
    let factor = 2 ** 28;
    for (;;) {
      const byte = this.bytes[this.offset++];
      value += (byte & 127) * factor;
      if (!(byte >= 128)) return value;
      factor *= 128;
    }
  }
}

/** The signed number behind a zigzag value. */
export function unzigzag(value: number): number {
  if (value < 0x8000_0000) return (value >>> 1) ^ -(value & 1);
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}
