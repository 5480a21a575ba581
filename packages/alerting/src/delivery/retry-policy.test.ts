import { describe, expect, test } from 'vitest';
import { retryDelayMs } from './retry-policy.ts';

describe('the pause before the next attempt', () => {
  test('grows by half from half a second up to a minute', () => {
    const delays = [1, 2, 3, 4, 12, 13, 1000].map((attempts) =>
      Math.round(retryDelayMs(attempts, () => 0.5)),
    );
    expect(delays).toEqual([500, 750, 1125, 1688, 43_249, 60_000, 60_000]);
  });

  test('is spread by half of it in both directions', () => {
    expect(retryDelayMs(2, () => 0)).toBe(375);
    expect(retryDelayMs(2, () => 1)).toBe(1125);
  });
});
