import { describe, expect, test } from 'vitest';
import {
  MAX_TIME_MS,
  MIN_TIME_MS,
  booleanParameter,
  durationParameter,
  limitParameter,
  timeParameter,
} from './parameters.ts';

const time = (text: string) => timeParameter(new URLSearchParams({ t: text }), 't', -1);
const duration = (text: string) => durationParameter(new URLSearchParams({ d: text }), 'd', -1);
const limit = (text: string) => limitParameter(new URLSearchParams({ limit: text }));

describe('a moment', () => {
  test.each([
    ['1435781451.781', 1435781451781],
    ['-1.5e3', -1_500_000],
    ['2015-07-01T20:10:51.781Z', 1435781451781],
    ['2015-07-01T22:10:51+02:00', 1435781451000],
    ['2024-02-29T00:00:00Z', 1709164800000],
    ['-292273086-05-16T16:47:06Z', MIN_TIME_MS],
    ['292277025-08-18T07:12:54.999999999Z', MAX_TIME_MS],
    ['1e300', MAX_TIME_MS],
    ['', -1],
  ])('is read from "%s"', (text, ms) => {
    expect(time(text)).toBe(ms);
  });

  test.each([
    'now-1',
    'yesterday',
    '2015-07-01',
    '1 July 2015',
    'Infinity',
    '1e400',
    'NaN',
    '0x10',
    ' 5',
    '2023-02-29T00:00:00Z',
  ])('is not guessed from "%s"', (text) => {
    expect(() => time(text)).toThrow(
      `invalid parameter "t": invalid time value for 't': cannot parse "${text}" to a valid timestamp`,
    );
  });
});

describe('a length of time', () => {
  test.each([
    ['0.015', 15],
    ['15s', 15_000],
    ['1h30m', 5_400_000],
  ])('is read from "%s"', (text, ms) => {
    expect(duration(text)).toBe(ms);
  });

  test.each(['0', '-5', '0.0001'])('is at least a millisecond, unlike "%s"', (text) => {
    expect(() => duration(text)).toThrow('invalid parameter "d": zero or negative durations');
  });

  test.each(['soon', 'NaN', '5 m'])('is not guessed from "%s"', (text) => {
    expect(() => duration(text)).toThrow(`invalid parameter "d": cannot parse "${text}" to a valid duration`);
  });
});

describe('a limit', () => {
  test('of zero is none', () => {
    expect([limit(''), limit('0'), limit('7')]).toEqual([Infinity, Infinity, 7]);
  });

  test.each([
    ['-1', 'limit must be non-negative'],
    ['many', 'strconv.Atoi: parsing "many": invalid syntax'],
    ['1.5', 'strconv.Atoi: parsing "1.5": invalid syntax'],
  ])('is not taken from "%s"', (text, reason) => {
    expect(() => limit(text)).toThrow(`invalid parameter "limit": ${reason}`);
  });
});

test.each([
  ['', false],
  ['TRUE', true],
  ['1', true],
  ['f', false],
  ['yes', undefined],
])('a yes or no is read from "%s"', (text, value) => {
  expect(booleanParameter(new URLSearchParams({ b: text }), 'b')).toBe(value);
});
