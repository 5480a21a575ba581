import { RefusedRequest } from '../body/refused-request.ts';

const MAX_LENGTH_BYTES = 5;
/** The most that a byte of a block can become: three bytes copy sixty-four. */
const MAX_RATIO = 22;

const LITERAL = 0;
const COPY_ONE = 1;
const COPY_TWO = 2;
/** Lengths of literals up to here stand in the tag; longer ones in one to four bytes behind it. */
const LONGEST_IN_TAG = 60;

/** What a block says of itself. */
export interface SnappyHead {
  /** Length of what is compressed. */
  readonly length: number;
  /** Where the compressed bytes begin. */
  readonly start: number;
}

/**
 * Reads the length that a block of Snappy declares, before any memory is taken for it.
 *
 * @throws RefusedRequest for no such block, and for one that declares more than its bytes can become
 */
export function readSnappyHead(block: Uint8Array): SnappyHead {
  let length = 0;
  for (let i = 0; i < Math.min(MAX_LENGTH_BYTES, block.length); i++) {
    length += (block[i] & 0x7f) * 2 ** (7 * i);
    if (block[i] >= 0x80) continue;
    if (length <= block.length * MAX_RATIO) return { length, start: i + 1 };
    throw new RefusedRequest(
      'malformed',
      `the body declares ${length} bytes, more than its ${block.length} compressed bytes can hold`,
    );
  }
  throw noBlock();
}

/**
 * Decompresses a block of Snappy. Time and memory are in proportion to the declared length, whatever the bytes are;
 * the package that compresses runs for ever on some.
 *
 * @throws RefusedRequest for what is no such block
 */
export function decompressSnappy(block: Buffer, { length, start }: SnappyHead): Buffer {
  const output = Buffer.allocUnsafe(length);
  let at = start;
  let end = 0;
  while (at < block.length) {
    const tag = block[at++];
    const kind = tag & 3;
    if (kind === LITERAL) {
      let size = (tag >>> 2) + 1;
      if (size > LONGEST_IN_TAG) {
        const bytes = size - LONGEST_IN_TAG;
        if (at + bytes > block.length) throw noBlock();
        size = block.readUIntLE(at, bytes) + 1;
        at += bytes;
      }
      if (at + size > block.length || end + size > length) throw noBlock();
      block.copy(output, end, at, at + size);
      at += size;
      end += size;
      continue;
    }
    const more = kind === COPY_ONE ? 1 : kind === COPY_TWO ? 2 : 4;
    if (at + more > block.length) throw noBlock();
    const size = kind === COPY_ONE ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    const offset = block.readUIntLE(at, more) + (kind === COPY_ONE ? (tag >>> 5) * 256 : 0);
    at += more;
    if (offset === 0 || offset > end || end + size > length) throw noBlock();
    copyWithin(output, end, offset, size);
    end += size;
  }
  if (end !== length) throw noBlock();
  return output;
}

/** Where a copy reaches into what it writes, it repeats it. */
function copyWithin(output: Buffer, end: number, offset: number, size: number): void {
  if (offset >= size) output.copyWithin(end, end - offset, end - offset + size);
  else for (let i = end; i < end + size; i++) output[i] = output[i - offset];
}

function noBlock(): RefusedRequest {
  return new RefusedRequest('malformed', 'the body is no whole block of Snappy');
}
