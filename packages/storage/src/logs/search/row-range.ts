import type { LogBlock } from '../block/log-block.ts';
import { compareKeys } from '../record/record-key.ts';
import type { RecordKey } from '../record/record-key.ts';
import type { LogBlockRef } from './log-block-ref.ts';

/** Rows of a block: from the first to the one before `end`. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

/** Which records come in question by their place in the order. */
export interface KeyRange {
  readonly startUs: number;
  /** Not part of it. */
  readonly endUs: number;
  readonly order: 'newest' | 'oldest';
  readonly after: RecordKey | undefined;
}

/** The rows of a range; a block has its records in order. */
export function rowsBetween(block: LogBlock, ref: LogBlockRef, range: KeyRange): RowRange {
  const { startUs, endUs, order, after } = range;
  const { count } = block;
  const isWhole = ref.startUs >= startUs && ref.endUs < endUs && after === undefined;
  if (isWhole) return { first: 0, end: count };
  const { timesUs } = block;
  const first = firstRow(count, (row) => timesUs[row] >= startUs);
  const end = firstRow(count, (row) => timesUs[row] >= endUs);
  if (after === undefined) return { first, end };
  const sequences = block.sequences();
  const compared = (row: number) => compareKeys({ timeUs: timesUs[row], sequence: sequences[row] }, after);
  return order === 'newest'
    ? {
        first,
        end: Math.min(
          end,
          firstRow(count, (row) => compared(row) >= 0),
        ),
      }
    : {
        first: Math.max(
          first,
          firstRow(count, (row) => compared(row) > 0),
        ),
        end,
      };
}

/** The first row from which on something holds. */
function firstRow(count: number, holds: (row: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
