const NANOSECONDS_PER_MS = 1_000_000n;

/** A count as the protocols want it: counts of foreign origin may be fractions, negative or not numbers. */
export function wholeCount(value: number): bigint {
  return value >= 1 && value < 2 ** 64 ? BigInt(Math.round(value)) : 0n;
}

/** Milliseconds of Unix time as nanoseconds; 0 for what is no time. */
export function unixNanoseconds(ms: number): bigint {
  return ms > 0 && ms < Number.MAX_SAFE_INTEGER ? BigInt(Math.trunc(ms)) * NANOSECONDS_PER_MS : 0n;
}

/** Milliseconds of Unix time as a whole number; 0 for what is no time. */
export function unixMilliseconds(ms: number): bigint {
  return Number.isFinite(ms) ? BigInt(Math.trunc(ms)) : 0n;
}
