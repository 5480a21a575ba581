import { expect, test } from 'vitest';
import { alignColumns } from '../../data/aligned-columns.ts';
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

test('a sum counts every series, more than a chart could show', () => {
  const series = Array.from({ length: 40 }, (_, route) => ({ labels: { route: `${route}` }, values: [1] }));
  const answer = { query: 'q', legend: '', result: { id: '0', ok: true, timestamps: [0], series } } as const;
  const columns = alignColumns([answer], { startMs: 0, endMs: 0, stepMs: 1000 }, 'Requests', Infinity);
  expect(toOneNumber(columns, 'per_second')).toEqual({ values: [40], how: 'sum of 40' });
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
