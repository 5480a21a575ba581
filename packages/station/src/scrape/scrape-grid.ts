/** A timer is rarely later than this; a later scrape keeps its true time. */
const MAX_SNAP_MS = 10;

/**
 * A stable place within the interval, so that targets are spread over it and keep their place over
 * restarts (FNV-1a over what tells the target apart). Two jobs with the same target ask it at different moments.
 */
export function scrapeOffsetMs(targetKey: string, intervalMs: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < targetKey.length; i++) {
    hash = Math.imul(hash ^ targetKey.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % intervalMs;
}

/** The first moment of the target's grid that is later than `nowMs`. */
export function nextScrapeMs(nowMs: number, intervalMs: number, offsetMs: number): number {
  return Math.floor((nowMs - offsetMs) / intervalMs + 1) * intervalMs + offsetMs;
}

/**
 * The timestamp of a scrape: the planned moment where the timer was no more than 1 % of the
 * interval late. Equal distances compress to almost nothing; jitter costs a byte a sample.
 */
export function snapToGrid(actualMs: number, plannedMs: number, intervalMs: number): number {
  const tolerance = Math.min(MAX_SNAP_MS, intervalMs / 100);
  return Math.abs(actualMs - plannedMs) <= tolerance ? plannedMs : actualMs;
}
