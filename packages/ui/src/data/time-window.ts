import type { QueryWindow, TimeRange } from './time-range.ts';
import { DEFAULT_RANGE, windowOf } from './time-range.ts';

/** What all that is on the page shows: one window of time, which moves at each refresh. */
export interface TimeWindow {
  readonly range: () => TimeRange;
  /** The window of the newest refresh. */
  readonly get: () => QueryWindow;
  readonly setRange: (range: TimeRange) => void;
  /** Moves on to now. */
  readonly advance: () => void;
  /** Calls `listener` whenever it moves. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Creates a window that shows the default range. */
export function createTimeWindow(nowMs: () => number): TimeWindow {
  const listeners = new Set<() => void>();
  let range = DEFAULT_RANGE;
  let window = windowOf(range, nowMs());

  const advance = (): void => {
    window = windowOf(range, nowMs());
    for (const listener of listeners) listener();
  };
  return {
    range: () => range,
    get: () => window,
    advance,
    setRange: (next) => {
      range = next;
      advance();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
