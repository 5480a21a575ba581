import { readFileSync, rmSync, truncateSync } from 'node:fs';
import { listSegments } from '../wal/segment.ts';
import type { Segment } from '../wal/segment.ts';
import { visitFrames } from './spool-segment.ts';
import type { SpoolPosition } from './spool-segment.ts';

/** A file of the spool that nothing is written to any more. */
export interface FinishedSegment {
  readonly segment: Segment;
  /** Of its last batch; one less than that of the file where it has none. */
  readonly lastNumber: number;
  readonly bytes: number;
  /** In batches that were not released. */
  readonly items: number;
}

/** What an earlier process left. */
export interface RecoveredSpool {
  readonly segments: readonly FinishedSegment[];
  /** The first batch that was not released; nothing where all were. */
  readonly position?: SpoolPosition;
  /** Everything up to it was. */
  readonly released: number;
  /** Of the next batch. */
  readonly next: number;
}

/** Reads the files of a spool, cuts torn ends off, and deletes the files with nothing but what was released. */
export function recoverSpool(
  folder: string,
  onCut: (segment: Segment, lostBytes: number) => void,
): RecoveredSpool {
  const found = listSegments(folder).map((segment) => scan(segment, onCut));
  const released = Math.max(0, ...found.map((each) => each.released));
  const next = Math.max(1, released + 1, ...found.map(({ lastNumber }) => lastNumber + 1));
  const kept = found.filter(
    ({ segment, lastNumber }) => lastNumber > released && lastNumber >= segment.number,
  );
  for (const each of found) {
    if (!kept.includes(each)) rmSync(each.segment.path, { force: true });
  }
  const [first] = kept;
  if (!first) return { segments: [], released, next };
  const { position, items } = positionIn(first, released);
  return { segments: [{ ...first, items }, ...kept.slice(1)], position, released, next };
}

function scan(
  segment: Segment,
  onCut: (segment: Segment, lostBytes: number) => void,
): FinishedSegment & { readonly released: number } {
  const bytes = readFileSync(segment.path);
  let [batches, items, released] = [0, 0, 0];
  const whole = visitFrames(bytes, {
    onBatch: (batch) => {
      batches++;
      items += batch.items;
    },
    onRelease: (number) => (released = Math.max(released, number)),
  });
  if (whole < bytes.length) {
    truncateSync(segment.path, whole);
    onCut(segment, bytes.length - whole);
  }
  return { segment, lastNumber: segment.number + batches - 1, bytes: whole, items, released };
}

/** The first batch of a file that was not released, and how many items there are from it on. */
function positionIn(
  { segment, items }: FinishedSegment,
  released: number,
): { readonly position: SpoolPosition; readonly items: number } {
  let [number, offset, left] = [segment.number, 0, items];
  visitFrames(readFileSync(segment.path), {
    onBatch: (batch, end) => {
      if (number > released) return;
      number++;
      offset = end;
      left -= batch.items;
    },
  });
  return { position: { segment, offset, number }, items: left };
}
