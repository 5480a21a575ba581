import { expect, test } from 'vitest';
import { toOneNumber } from './one-number.ts';

const COLUMNS = {
  times: [0, 1, 2],
  omitted: 0,
  series: [
    { name: 'a', values: [1, null, null] },
    { name: 'b', values: [2, 5, null] },
  ],
};

test('rates add up, gaps count as nothing', () => {
  expect(toOneNumber(COLUMNS, 'per_second')).toEqual({ values: [3, 5, null], how: 'sum of 2' });
});

test('of ratios and durations the highest is taken', () => {
  expect(toOneNumber(COLUMNS, 'seconds')).toEqual({ values: [2, 5, null], how: 'highest of 2' });
});

test('a single series is taken as it is, and none is no values', () => {
  expect(toOneNumber({ ...COLUMNS, series: [COLUMNS.series[0]] }, 'ratio')).toEqual({
    values: [1, null, null],
    how: '',
  });
  expect(toOneNumber({ times: [], series: [], omitted: 0 }, '')).toEqual({ values: [], how: '' });
});
