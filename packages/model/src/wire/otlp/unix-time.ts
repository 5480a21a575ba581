const MICROSECONDS_PER_MS = 1000;
const NANOSECONDS_PER_MICROSECOND = 1000n;
const HALF_MICROSECOND = 500n;
const NANOSECONDS_PER_MS = 1_000_000;
const TWO_TO_32 = 2 ** 32;
/** Later microseconds are no whole numbers any more, and 200 years away. */
const MAX_MICROSECONDS = Number.MAX_SAFE_INTEGER;

/** Milliseconds of Unix time, with fractions to the microsecond, as nanoseconds; 0 for what is no time. */
export function unixNanosecondsExactly(ms: number): bigint {
  const microseconds = Math.round(ms * MICROSECONDS_PER_MS);
  return microseconds > 0 && microseconds <= MAX_MICROSECONDS
    ? BigInt(microseconds) * NANOSECONDS_PER_MICROSECOND
    : 0n;
}

/** Nanoseconds as milliseconds with fractions to the microsecond. */
export function millisecondsOf(nanoseconds: bigint): number {
  return Number((nanoseconds + HALF_MICROSECOND) / NANOSECONDS_PER_MICROSECOND) / MICROSECONDS_PER_MS;
}

/** The same of nanoseconds in two halves, as they are on the wire. */
export function millisecondsOfHalves(low: number, high: number): number {
  // In microseconds and the rest apart: a double does not hold the nanoseconds of today.
  const rest = high * (TWO_TO_32 % 1000) + low;
  const microseconds = high * Math.floor(TWO_TO_32 / 1000) + Math.round(rest / 1000);
  return microseconds / MICROSECONDS_PER_MS;
}

/** Nanoseconds in two halves as whole milliseconds, cut off. */
export function wholeMillisecondsOfHalves(low: number, high: number): number {
  // Whole milliseconds of the upper half and the rest apart: both stay exact.
  const rest = high * (TWO_TO_32 % NANOSECONDS_PER_MS) + low;
  return high * Math.floor(TWO_TO_32 / NANOSECONDS_PER_MS) + Math.floor(rest / NANOSECONDS_PER_MS);
}

/** Time from one moment to another in milliseconds, to the microsecond; 0 where the clock was set back. */
export function durationBetween(startMs: number, endMs: number): number {
  return Math.max(0, Math.round((endMs - startMs) * MICROSECONDS_PER_MS) / MICROSECONDS_PER_MS);
}
