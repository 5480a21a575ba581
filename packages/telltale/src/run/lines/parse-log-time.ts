/** Logs of before are no logs, but numbers that mean something else. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;
/** Powers of ten between the units that loggers count in. */
const UNITS_MS = [1000, 1, 1e-3, 1e-6];
/** As Python's `asctime` and log4j have it: with a comma, and local. */
const WITH_COMMA = /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d),(\d{1,9})$/;

/**
 * Milliseconds since the epoch of a time as loggers write it: ISO 8601, or a number of seconds, milliseconds,
 * microseconds or nanoseconds. Nothing for anything else, and for times before 2000 or after tomorrow.
 */
export function parseLogTime(value: unknown, nowMs = Date.now()): number | undefined {
  const isTime = (ms: number) => ms >= EARLIEST_MS && ms < nowMs + DAY_MS;
  if (typeof value === 'number') return UNITS_MS.map((unit) => value * unit).find(isTime);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d{9,19}(?:\.\d+)?$/.test(text)) return parseLogTime(Number(text), nowMs);
  const ms = Date.parse(text.replace(WITH_COMMA, '$1.$2'));
  return isTime(ms) ? ms : undefined;
}
