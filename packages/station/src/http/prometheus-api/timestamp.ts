/** RFC 3339; Go's zero time for what has not happened yet. */
export function formatTimestamp(ms: number | undefined): string {
  return ms === undefined ? '0001-01-01T00:00:00Z' : new Date(ms).toISOString();
}
