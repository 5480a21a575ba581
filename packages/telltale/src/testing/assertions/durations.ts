import { TelltaleError, parseDuration } from '@telltale/model';

/**
 * Milliseconds of a duration such as `5m`.
 *
 * @throws TelltaleError TT_USAGE
 */
export function durationMs(text: string, what: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  const fix = 'Write a number and a unit of ms, s, m, h, d: 30s, 1h30m.';
  throw new TelltaleError('TT_USAGE', `${what} is no duration: ${JSON.stringify(text)}.`, { fix });
}

/**
 * Unix milliseconds of a moment: an ISO 8601 text such as `2026-11-22T03:00:00Z`, a Date, or milliseconds.
 *
 * @throws TelltaleError TT_USAGE
 */
export function momentMs(moment: string | number | Date, what: string): number {
  const ms = new Date(moment).getTime();
  if (Number.isFinite(ms)) return ms;
  const fix = 'Write it like 2026-11-22T03:00:00Z.';
  throw new TelltaleError('TT_USAGE', `${what} is no time: ${JSON.stringify(moment)}.`, { fix });
}
