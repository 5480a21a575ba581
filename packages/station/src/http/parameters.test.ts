import { describe, expect, test } from 'vitest';
import { durationParameter, timeParameter } from './parameters.ts';

const time = (text: string) => timeParameter(new URLSearchParams({ t: text }), 't', -1);
const duration = (text: string) => durationParameter(new URLSearchParams({ d: text }), 'd', -1);

describe('a moment', () => {
  test.each([
    ['1435781451.781', 1435781451781],
    ['2015-07-01T20:10:51.781Z', 1435781451781],
    ['2015-07-01T22:10:51+02:00', 1435781451000],
    ['', -1],
  ])('is read from "%s"', (text, ms) => {
    expect(time(text)).toBe(ms);
  });

  test.each(['now-1', 'yesterday', '2015-07-01', '1 July 2015', 'Infinity', 'NaN'])(
    'is not guessed from "%s"',
    (text) => {
      expect(() => time(text)).toThrow('"t" is no time');
    },
  );
});

describe('a length of time', () => {
  test.each([
    ['0.015', 15],
    ['15s', 15_000],
    ['1h30m', 5_400_000],
  ])('is read from "%s"', (text, ms) => {
    expect(duration(text)).toBe(ms);
  });

  test.each(['0', '-5', '0.0001', 'soon', 'NaN'])('is at least a millisecond, unlike "%s"', (text) => {
    expect(() => duration(text)).toThrow('"d" is no duration');
  });
});
