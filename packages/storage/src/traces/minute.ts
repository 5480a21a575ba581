export const MINUTE_MS = 60_000;

/** The minute in which a moment is, since the epoch. */
export function minuteOf(timeMs: number): number {
  return Math.floor(timeMs / MINUTE_MS);
}
