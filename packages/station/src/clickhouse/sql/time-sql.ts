import type { SqlParameters } from './sql-parameters.ts';

/** In the year 2255; a `DateTime64(9)` goes seven years further. The first moment that we write is the epoch. */
const MAX_MICROSECONDS = Number.MAX_SAFE_INTEGER;
const MICROSECONDS_PER_MS = 1000;
const NANOSECONDS_PER_MICROSECOND = 1000n;
const NANOSECONDS_PER_SECOND = 1_000_000_000n;

/** From a moment on, up to another that is not part of it; nanoseconds since the epoch. */
export interface NanosecondRange {
  readonly startNs: bigint;
  readonly endNs: bigint;
}

/** Nanoseconds of a time in milliseconds, which is good to the microsecond. */
export function nanosecondsOf(timeMs: number): bigint {
  const microseconds = Math.round(timeMs * MICROSECONDS_PER_MS);
  return BigInt(Math.min(Math.max(microseconds, 0), MAX_MICROSECONDS)) * NANOSECONDS_PER_MICROSECOND;
}

/** Milliseconds of a time in whole microseconds, as a number or its text. */
export function millisecondsOf(microseconds: number | string): number {
  return Number(microseconds) / MICROSECONDS_PER_MS;
}

/** A time as `DateTime64(9)` reads it in any time zone: seconds and their fraction. */
export function secondsText(nanoseconds: bigint): string {
  const fraction = String(nanoseconds % NANOSECONDS_PER_SECOND).padStart(9, '0');
  return `${nanoseconds / NANOSECONDS_PER_SECOND}.${fraction}`;
}

export function rangeOf({
  startMs,
  endMs,
}: {
  readonly startMs: number;
  readonly endMs: number;
}): NanosecondRange {
  return { startNs: nanosecondsOf(startMs), endNs: nanosecondsOf(endMs) };
}

/** The condition that a column is in a range. */
export function rangeSql(
  column: string,
  { startNs, endNs }: NanosecondRange,
  parameters: SqlParameters,
): string {
  const [start, end] = [startNs, endNs].map(
    (ns) => `fromUnixTimestamp64Nano(${parameters.add('Int64', ns)})`,
  );
  return `${column} >= ${start} AND ${column} < ${end}`;
}

/** The same of a column of whole seconds: what is in the range is in this one too. */
export function secondRangeSql(
  column: string,
  { startNs, endNs }: NanosecondRange,
  parameters: SqlParameters,
): string {
  const first = parameters.add('Int64', startNs / NANOSECONDS_PER_SECOND);
  const last = parameters.add('Int64', endNs / NANOSECONDS_PER_SECOND);
  return `${column} >= toDateTime(${first}) AND ${column} <= toDateTime(${last})`;
}

/** A range that is shorter than this is read at once. */
const WHOLE_BELOW_NS = 5n * 60n * NANOSECONDS_PER_SECOND;
/** The first slice is one part of so many, the second what is still missing to eight of them. */
const SLICES = 64n;
const GROWTH = 8n;

/**
 * A range in slices, those first that are wanted first, each larger than the one before: what is found in the first
 * few minutes saves reading the rest of the day.
 */
export function* slicesOf(range: NanosecondRange, order: 'newest' | 'oldest'): Generator<NanosecondRange> {
  const length = range.endNs - range.startNs;
  if (length <= 0n) return;
  let done = 0n;
  for (let part = length < WHOLE_BELOW_NS ? SLICES : 1n; done < length; part *= GROWTH) {
    const next = part >= SLICES ? length : (length * part) / SLICES;
    yield order === 'newest'
      ? { startNs: range.endNs - next, endNs: range.endNs - done }
      : { startNs: range.startNs + done, endNs: range.startNs + next };
    done = next;
  }
}
