import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from './durations.ts';

test('a length of time is read back as it was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e11 }), (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms);
    }),
  );
});

test.each([
  ['1h30m', 5_400_000],
  ['2w', 1_209_600_000],
  ['15s', 15_000],
])('%s is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '5', 'm', '-5m', '1.5h', '0s', '5 m', '1y', 'h1'])('"%s" is no length of time', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
