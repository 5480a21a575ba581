import type { TraceTree } from './span-tree.ts';

/** A part of a trace's time, from 0 to 1. */
export interface TimeSlice {
  readonly from: number;
  readonly to: number;
}

/** All of the time. */
export const WHOLE: TimeSlice = { from: 0, to: 1 };

/** A smaller slice could not be told from a click. */
const LEAST_SLICE = 0.0001;

/** A bar of the small picture: where it begins and ends, from 0 to 1, and the line that it stands on. */
export interface MiniBar extends TimeSlice {
  readonly line: number;
  readonly service: string;
  readonly isError: boolean;
}

/** All spans on so many lines as there is room for, in the order of the waterfall. */
export function minimapBars({ spans, startMs, durationMs }: TraceTree, lines: number): readonly MiniBar[] {
  const lengthMs = durationMs || 1;
  return spans.map(({ span, index }) => ({
    from: (span.startMs - startMs) / lengthMs,
    to: Math.min(1, (span.startMs + span.durationMs - startMs) / lengthMs),
    line: Math.floor((index / spans.length) * Math.min(lines, spans.length)),
    service: span.service,
    isError: span.status === 'error',
  }));
}

/** A slice between two places in either order; all of the time where they are the same. */
export function sliceBetween(one: number, other: number): TimeSlice {
  const from = clamp(Math.min(one, other));
  const to = clamp(Math.max(one, other));
  return to - from < LEAST_SLICE ? WHOLE : { from, to };
}

/** The slice after or before this one, as long; it stops at the ends. */
export function shiftSlice({ from, to }: TimeSlice, by: number): TimeSlice {
  const length = to - from;
  const start = Math.min(1 - length, Math.max(0, from + by * length));
  return { from: start, to: start + length };
}

/** The slice around the same middle, so many times as long. */
export function scaleSlice({ from, to }: TimeSlice, factor: number): TimeSlice {
  const middle = (from + to) / 2;
  const half = Math.max(LEAST_SLICE, (to - from) * factor) / 2;
  return sliceBetween(middle - half, middle + half);
}

function clamp(place: number): number {
  return Math.min(1, Math.max(0, place));
}
