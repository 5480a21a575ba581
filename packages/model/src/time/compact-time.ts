/**
 * A moment as a part of file names, in UTC and to the second: `20260131T120000Z`. Names of it sort by time.
 *
 * @example
 * formatCompactTime(Date.UTC(2026, 0, 31, 12)); // '20260131T120000Z'
 */
export function formatCompactTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}
