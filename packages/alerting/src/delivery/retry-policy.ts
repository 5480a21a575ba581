const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 60_000;
/** A receiver may ask for a longer pause, but not for ever. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/**
 * Milliseconds until the next attempt: doubling from half a second to a minute, spread by ±50 % so
 * that receivers are not hit in step, and not before the receiver's `Retry-After`.
 */
export function retryDelayMs(
  attempts: number,
  random: () => number,
  retryAfterMs: number | undefined,
): number {
  const base = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.max(base * (0.5 + random()), Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS));
}
