import type { PointDraft } from '@telltale/model/wire';

/** The newest point that was added to a running sum. */
export interface LastDelta {
  lastMs: number;
  lastStartMs: number;
}

/**
 * What a delta is to the sum so far: the next one, the very last again, as when a sender got no answer, or one that
 * comes too late to be added. What lies between two deltas was not counted by anybody; a sender that starts again
 * adds to the same sum.
 */
export function deltaOrder(last: LastDelta, { timeMs, startMs }: PointDraft): 'next' | 'again' | 'late' {
  if (timeMs > last.lastMs) return 'next';
  return timeMs === last.lastMs && startMs === last.lastStartMs ? 'again' : 'late';
}
