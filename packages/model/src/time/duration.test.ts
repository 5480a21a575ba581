import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

describe('durations', () => {
  test.each([
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['250ms', 250],
    ['1d12h', 129_600_000],
    ['1y2w', 32_745_600_000],
    ['292y', 9_208_512_000_000],
    ['0', 0],
    ['0s', 0],
  ])('%s is %i milliseconds', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(['', '5', 'm', '5 m', '1m1h', '1s1s', '1.5h', '-5m', '5M', '5minutes', '1h-30m', '293y'])(
    '"%s" is no duration',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  test('what is printed is read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });

  test.each([
    [90_000, '1m30s'],
    [604_800_000, '1w'],
    [691_200_000, '8d'],
    [0, '0s'],
  ])('%i milliseconds are printed as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
