/** The time of a story, as places on an axis. */
export interface StoryAxis {
  readonly startMs: number;
  readonly endMs: number;
  /** Where a moment is, in percent from 0 to 100. */
  readonly place: (atMs: number) => number;
  readonly ticks: readonly number[];
  readonly tickMs: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const TICKS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE_MS),
  ...[1, 2, 3, 6, 12, 24].map((n) => n * HOUR_MS),
];
const MOST_TICKS = 8;

/** The axis of a range; its ticks are round moments, eight at most. */
export function storyAxis(startMs: number, endMs: number): StoryAxis {
  const lengthMs = Math.max(1, endMs - startMs);
  const tickMs = TICKS_MS.find((ms) => lengthMs / ms <= MOST_TICKS) ?? Math.ceil(lengthMs / MOST_TICKS);
  const first = Math.ceil(startMs / tickMs) * tickMs;
  const count = Math.max(0, Math.floor((endMs - first) / tickMs) + 1);
  return {
    startMs,
    endMs,
    place: (atMs) => Math.min(100, Math.max(0, ((atMs - startMs) / lengthMs) * 100)),
    ticks: Array.from({ length: count }, (_, i) => first + i * tickMs),
    tickMs,
  };
}
