import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';

const VERSION = 1;
const HEADER_BYTES = 5;
/** How the bytes of a column are kept. */
const PLAIN = 0;
const ZSTD = 2;
/** Fewer bytes are not worth the 20 µs that reading a frame takes at least. */
const MIN_COMPRESSED_BYTES = 64;
/** Of a column; larger ones are not made. */
const MAX_COLUMN_BYTES = 256 * 1024 * 1024;
const LEVEL = 3;

/** What a section of a block has: columns of bytes, each compressed by itself, with a checksum over all. */
export function packColumns(columns: readonly Uint8Array[]): Uint8Array {
  const writer = new ByteWriter(1024);
  writer.u32(0);
  writer.u8(VERSION);
  writer.varint(columns.length);
  const stored = columns.map(compress);
  for (const [i, { codec, bytes }] of stored.entries()) {
    writer.u8(codec);
    writer.varint(columns[i].length);
    writer.varint(bytes.length);
  }
  for (const { bytes } of stored) writer.raw(bytes);
  const packed = writer.copy();
  new DataView(packed.buffer).setUint32(0, crc32(packed.subarray(4)), true);
  return packed;
}

function compress(bytes: Uint8Array): { readonly codec: number; readonly bytes: Uint8Array } {
  if (bytes.length < MIN_COMPRESSED_BYTES) return { codec: PLAIN, bytes };
  const compressed = zstdCompressSync(bytes, {
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
    pledgedSrcSize: bytes.length,
  });
  return compressed.length < bytes.length ? { codec: ZSTD, bytes: compressed } : { codec: PLAIN, bytes };
}

interface StoredColumn {
  readonly codec: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

/** Columns of a section; each is decompressed when it is asked for. */
export class PackedColumns {
  readonly #columns: readonly StoredColumn[];

  private constructor(columns: readonly StoredColumn[]) {
    this.#columns = columns;
  }

  /** Nothing where the bytes are damaged, or of a newer version. */
  static open(packed: Uint8Array): PackedColumns | undefined {
    const reader = new ByteReader(packed);
    if (packed.length < HEADER_BYTES || reader.u32() !== crc32(packed.subarray(4))) return undefined;
    if (reader.u8() !== VERSION) return undefined;
    const sizes = Array.from({ length: reader.varint() }, () => ({
      codec: reader.u8(),
      length: reader.varint(),
      storedLength: reader.varint(),
    }));
    return new PackedColumns(
      sizes.map(({ codec, length, storedLength }) => ({ codec, length, bytes: reader.raw(storedLength) })),
    );
  }

  get count(): number {
    return this.#columns.length;
  }

  /** The bytes of a column. Throws where they cannot be what was written. */
  bytes(column: number): Uint8Array {
    const { codec, length, bytes } = this.#columns[column];
    if (codec === PLAIN) return bytes;
    if (codec !== ZSTD || length > MAX_COLUMN_BYTES) throw new Error(`a column of codec ${codec}`);
    return zstdDecompressSync(bytes, { maxOutputLength: Math.max(length, 1) });
  }
}
