const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Formats a length of time for people, in at most two units: `4 s`, `2 min 5 s`, `3 h 10 min`, `5 d`. */
export function formatSpan(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  const span = Math.max(0, ms);
  if (span < 1000) return `${Math.round(span)} ms`;
  if (span < MINUTE_MS) return `${Math.floor(span / 1000)} s`;
  if (span < HOUR_MS) return joinUnits(span, MINUTE_MS, 'min', 1000, 's');
  if (span < DAY_MS) return joinUnits(span, HOUR_MS, 'h', MINUTE_MS, 'min');
  return joinUnits(span, DAY_MS, 'd', HOUR_MS, 'h');
}

/** {@link formatSpan} in whole seconds and its first unit only, for spans that grow before one's eyes. */
export function formatShortSpan(ms: number): string {
  if (ms < 1000) return '0 s';
  return formatSpan(ms).split(' ').slice(0, 2).join(' ');
}

/** How long ago a moment was: `now` below one second, otherwise such as `12 s ago`. */
export function formatAge(atMs: number | null, nowMs: number): string {
  if (atMs === null) return 'never';
  const span = nowMs - atMs;
  return span < 1000 ? 'now' : `${formatShortSpan(span)} ago`;
}

function joinUnits(span: number, largeMs: number, large: string, smallMs: number, small: string): string {
  const whole = Math.floor(span / largeMs);
  const rest = Math.floor((span % largeMs) / smallMs);
  return rest === 0 ? `${whole} ${large}` : `${whole} ${large} ${rest} ${small}`;
}
