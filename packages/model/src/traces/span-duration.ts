import { parseDuration } from '../time/duration.ts';

/** Milliseconds of the units that one number can have. */
const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['us', 0.001],
  ['µs', 0.001],
  ['μs', 0.001],
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);
const ONE_NUMBER = /^(?<count>\d+(?:\.\d+)?)(?<unit>[µμu]s|ms|[smh])$/;

/** Milliseconds of a duration such as `250ms`, `1.5s`, `80us` or `1m30s`; nothing for anything else. */
export function parseSpanDuration(text: string): number | undefined {
  const { count, unit } = ONE_NUMBER.exec(text)?.groups ?? {};
  const unitMs = UNIT_MS.get(unit ?? '');
  // To a whole number of nanoseconds: 0.3 of something is no sum of powers of two.
  if (unitMs !== undefined) return Math.round(Number(count) * unitMs * 1e6) / 1e6;
  return parseDuration(text);
}

/** A duration in the largest unit that gives it few digits: `1.25s`, `250ms`, `80us`. */
export function formatSpanDuration(ms: number): string {
  if (ms >= 120_000) return `${trim(ms / 60_000)}m`;
  if (ms >= 1000) return `${trim(ms / 1000)}s`;
  return ms >= 1 || ms === 0 ? `${trim(ms)}ms` : `${trim(ms * 1000)}us`;
}

function trim(value: number): string {
  return String(Number(value.toPrecision(3)));
}
