import { describe, expect, test } from 'vitest';
import { judgeResponse, parseRetryAfter, retryDelayMs } from './retry-policy.ts';

describe('what an answer means', () => {
  test.each([
    [200, 'delivered'],
    [204, 'delivered'],
    [302, 'refused'],
    [400, 'refused'],
    [404, 'refused'],
    [408, 'retry'],
    [429, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
  ])('%i is %s', (status, kind) => {
    expect(judgeResponse({ status, headers: {}, body: '' }).kind).toBe(kind);
  });
});

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

describe('Retry-After', () => {
  test.each([
    [undefined, undefined],
    ['30', 30_000],
    [new Date(90_000).toUTCString(), 60_000],
    [new Date(0).toUTCString(), 0],
    ['soon', undefined],
  ])('%s', (header, expected) => {
    expect(parseRetryAfter(header, 30_000)).toBe(expected);
  });
});
