import { readFileSync, truncateSync } from 'node:fs';
import { readFrames } from '../wal/frame.ts';
import { listSegments } from '../wal/segment.ts';
import type { Segment } from '../wal/segment.ts';

/** What was appended at once. */
export interface IntakeBatch {
  /** Ascends from batch to batch, also from one process to the next. */
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** A file of the log that nothing is written to any more. */
export interface FinishedSegment {
  readonly segment: Segment;
  readonly lastNumber: number;
  readonly bytes: number;
}

export interface ReplayVisitor {
  onBatch(batch: IntakeBatch): void;
  /** A torn or damaged tail of `lostBytes` was cut off. */
  onCut(segment: Segment, lostBytes: number): void;
}

/**
 * Reads all whole batches of a log, oldest first. A file is named after the number of its first batch. It is cut at
 * its first torn or damaged frame; later files are read all the same.
 */
export function replaySegments(folder: string, visitor: ReplayVisitor): FinishedSegment[] {
  return listSegments(folder).map((segment) => {
    const bytes = readFileSync(segment.path);
    let number = segment.number;
    const whole = readFrames(bytes, (_type, payload) => {
      visitor.onBatch({ number: number++, bytes: payload.bytes.subarray(payload.offset) });
    });
    if (whole < bytes.length) {
      truncateSync(segment.path, whole);
      visitor.onCut(segment, bytes.length - whole);
    }
    return { segment, lastNumber: number - 1, bytes: whole };
  });
}
