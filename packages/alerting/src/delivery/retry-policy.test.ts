import { describe, expect, test } from 'vitest';
import { retryDelayMs } from './retry-policy.ts';

describe('the pause before the next attempt', () => {
  test('doubles from half a second up to a minute', () => {
    const delays = [1, 2, 3, 8, 9, 1000].map((attempts) => retryDelayMs(attempts, () => 0.5, undefined));
    expect(delays).toEqual([500, 1000, 2000, 60_000, 60_000, 60_000]);
  });

  test('is spread by half of it in both directions', () => {
    expect(retryDelayMs(2, () => 0, undefined)).toBe(500);
    expect(retryDelayMs(2, () => 1, undefined)).toBe(1500);
  });

  test('is not shorter than the receiver asks for, and never longer than an hour for its sake', () => {
    expect(retryDelayMs(1, () => 0.5, 7000)).toBe(7000);
    expect(retryDelayMs(1, () => 0.5, 1e12)).toBe(3_600_000);
  });
});
