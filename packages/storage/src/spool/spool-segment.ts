import { open } from 'node:fs/promises';
import { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { readFrames, writeFrame } from '../wal/frame.ts';
import type { Segment } from '../wal/segment.ts';

const BATCH_FRAME = 1;
/** Everything up to a number is done with. */
const RELEASE_FRAME = 2;
/** Length and checksum. */
const FRAME_HEADER_BYTES = 8;
/** With the type, and the fields in front of a batch at their longest. */
const MAX_OVERHEAD_BYTES = FRAME_HEADER_BYTES + 1 + 16;

/** What was appended at once. */
export interface SpooledBatch {
  /** How many things it has, for the figures. */
  readonly items: number;
  /** When it was appended, in milliseconds since the epoch. */
  readonly timeMs: number;
  readonly bytes: Uint8Array;
}

/** How many bytes a batch takes in the file at most. */
export function spooledBytes({ bytes }: SpooledBatch): number {
  return bytes.length + MAX_OVERHEAD_BYTES;
}

export function writeBatch(frames: ByteWriter, { items, timeMs, bytes }: SpooledBatch): void {
  writeFrame(frames, BATCH_FRAME, (frame) => {
    frame.varint(items);
    frame.varint(Math.floor(timeMs));
    frame.raw(bytes);
  });
}

export function writeRelease(frames: ByteWriter, number: number): void {
  writeFrame(frames, RELEASE_FRAME, (frame) => frame.varint(number));
}

interface FrameVisitor {
  onBatch?(batch: SpooledBatch, end: number): void;
  onRelease?(number: number, end: number): void;
}

/** Visits the whole frames of some bytes and returns how many bytes they take. */
export function visitFrames(bytes: Uint8Array, visitor: FrameVisitor): number {
  return readFrames(bytes, (type, payload, end) => {
    if (type === RELEASE_FRAME) return visitor.onRelease?.(payload.varint(), end);
    const items = payload.varint();
    const timeMs = payload.varint();
    visitor.onBatch?.({ items, timeMs, bytes: payload.bytes.subarray(payload.offset) }, end);
  });
}

/** Where reading goes on: after so many bytes of a file, with a batch of this number. */
export interface SpoolPosition {
  readonly segment: Segment;
  readonly offset: number;
  /** Of the next batch. */
  readonly number: number;
}

/** Some batches in a row, and where the next one is. */
export interface SpoolPiece {
  readonly batches: readonly SpooledBatch[];
  readonly next: SpoolPosition;
}

/** Frames of a file from a position on: so many bytes of them at most, or one that is larger. */
export async function readPiece(
  position: SpoolPosition,
  endOffset: number,
  maxBytes: number,
): Promise<SpoolPiece> {
  const handle = await open(position.segment.path, 'r');
  try {
    const left = endOffset - position.offset;
    const read = async (length: number) => {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position.offset);
      return buffer.subarray(0, bytesRead);
    };
    let bytes = await read(Math.min(left, Math.max(maxBytes, FRAME_HEADER_BYTES)));
    const isHeader = bytes.length >= FRAME_HEADER_BYTES;
    const firstFrame = isHeader ? FRAME_HEADER_BYTES + new ByteReader(bytes).u32() : 0;
    if (firstFrame > bytes.length && firstFrame <= left) bytes = await read(firstFrame);
    return pieceOf(bytes, position);
  } finally {
    await handle.close();
  }
}

function pieceOf(bytes: Uint8Array, { segment, offset, number }: SpoolPosition): SpoolPiece {
  const batches: SpooledBatch[] = [];
  const whole = visitFrames(bytes, { onBatch: (batch) => void batches.push(batch) });
  return { batches, next: { segment, offset: offset + whole, number: number + batches.length } };
}
