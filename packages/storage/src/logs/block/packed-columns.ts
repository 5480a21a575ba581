import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';

const VERSION = 1;
const HEADER_BYTES = 5;
/** How the bytes of a group are kept. */
const PLAIN = 0;
const ZSTD = 2;
/** Fewer bytes are not worth the 20 µs that a frame takes at least. */
const MIN_COMPRESSED_BYTES = 64;
/** Of a group; larger ones are not made. */
const MAX_GROUP_BYTES = 256 * 1024 * 1024;
const MIN_CHUNK_BYTES = 64;
const LEVEL = 3;

/**
 * What a section of a block has: columns of bytes in groups. A group is compressed as a whole: it has what is read
 * together. There is a checksum over all.
 */
export function packColumns(groups: readonly (readonly Uint8Array[])[]): Uint8Array {
  const writer = new ByteWriter(1024);
  writer.u32(0);
  writer.u8(VERSION);
  writer.varint(groups.length);
  const stored = groups.map((columns) => compress(Buffer.concat(columns)));
  for (const [i, columns] of groups.entries()) {
    writer.varint(columns.length);
    for (const { length } of columns) writer.varint(length);
    writer.u8(stored[i].codec);
    writer.varint(stored[i].bytes.length);
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
    chunkSize: bytes.length,
  });
  return compressed.length < bytes.length ? { codec: ZSTD, bytes: compressed } : { codec: PLAIN, bytes };
}

interface StoredGroup {
  /** Lengths of its columns. */
  readonly lengths: readonly number[];
  readonly codec: number;
  readonly bytes: Uint8Array;
}

/** Columns of a section; a group is decompressed when one of its columns is asked for. */
export class PackedColumns {
  readonly #groups: readonly StoredGroup[];
  readonly #columns: (readonly Uint8Array[] | undefined)[] = [];

  private constructor(groups: readonly StoredGroup[]) {
    this.#groups = groups;
  }

  /** Nothing where the bytes are damaged, or of a newer version. */
  static open(packed: Uint8Array): PackedColumns | undefined {
    const reader = new ByteReader(packed);
    if (packed.length < HEADER_BYTES || reader.u32() !== crc32(packed.subarray(4))) return undefined;
    if (reader.u8() !== VERSION) return undefined;
    const heads = Array.from({ length: reader.varint() }, () => ({
      lengths: Array.from({ length: reader.varint() }, () => reader.varint()),
      codec: reader.u8(),
      storedLength: reader.varint(),
    }));
    return new PackedColumns(
      heads.map(({ lengths, codec, storedLength }) => ({ lengths, codec, bytes: reader.raw(storedLength) })),
    );
  }

  /** The bytes of a column of a group. Throws where they cannot be what was written. */
  bytes(group: number, column: number): Uint8Array {
    const columns = (this.#columns[group] ??= readGroup(this.#groups[group]));
    return columns[column];
  }
}

function readGroup({ lengths, codec, bytes }: StoredGroup): Uint8Array[] {
  const length = lengths.reduce((sum, each) => sum + each, 0);
  const reader = new ByteReader(codec === PLAIN ? bytes : decompress(codec, bytes, length));
  return lengths.map((each) => reader.raw(each));
}

function decompress(codec: number, bytes: Uint8Array, length: number): Uint8Array {
  if (codec !== ZSTD || length > MAX_GROUP_BYTES) throw new Error(`a group of codec ${codec}`);
  // In one piece: else it comes in pieces of 16 KiB, which then are copied.
  return zstdDecompressSync(bytes, { maxOutputLength: length, chunkSize: Math.max(length, MIN_CHUNK_BYTES) });
}
