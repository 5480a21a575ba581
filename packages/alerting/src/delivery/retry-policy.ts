const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 60_000;
const GROWTH = 1.5;

/**
 * Milliseconds until the next attempt at a message: growing by half from half a second to a minute,
 * spread by ±50 % so that receivers are not hit in step.
 */
export function retryDelayMs(attempts: number, random: () => number): number {
  // Beyond 20 attempts the power only grows towards infinity.
  const base = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * GROWTH ** Math.min(attempts - 1, 20));
  return base * (0.5 + random());
}
