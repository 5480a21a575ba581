import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** First byte of a block whose rest is another block, compressed. */
const PACKED = 2;
/** Of a block; larger ones are not made. */
const MAX_BLOCK_BYTES = 256 * 1024 * 1024;
/** What is saved by less is not worth the time it takes to read. */
const MAX_PACKED_SHARE = 0.9;

/** Compresses a block as a whole, or returns `undefined` where that saves too little. */
export function packBlock(block: Uint8Array): Uint8Array | undefined {
  if (block[0] === PACKED) return undefined;
  const compressed = zstdCompressSync(block);
  if (compressed.length + 1 > block.length * MAX_PACKED_SHARE) return undefined;
  const packed = new Uint8Array(compressed.length + 1);
  packed[0] = PACKED;
  packed.set(compressed, 1);
  return packed;
}

/** The block in a packed one, or the block itself where it is none; `undefined` where it is damaged. */
export function unpackBlock(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes[0] !== PACKED) return bytes;
  try {
    return zstdDecompressSync(bytes.subarray(1), { maxOutputLength: MAX_BLOCK_BYTES });
  } catch {
    return undefined;
  }
}
