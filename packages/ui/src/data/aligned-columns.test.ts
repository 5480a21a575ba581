import { describe, expect, test } from 'vitest';
import type { BatchSeries } from '@telltale/station/contract';
import { MAX_SERIES, alignColumns, presentValue } from './aligned-columns.ts';
import type { AnsweredQuery } from './aligned-columns.ts';

const WINDOW = { startMs: 10_000, endMs: 18_000, stepMs: 2000 };

function answer(timestamps: readonly number[], series: readonly BatchSeries[], legend = ''): AnsweredQuery {
  return { query: 'q', legend, result: { id: '0', ok: true, timestamps, series } };
}

describe('alignColumns', () => {
  test('steps without points become gaps', () => {
    const columns = alignColumns(
      [answer([12_000, 16_000], [{ labels: {}, values: [1, 3] }])],
      WINDOW,
      'Load',
    );
    expect(columns.times).toEqual([10_000, 12_000, 14_000, 16_000, 18_000]);
    expect(columns.series).toEqual([{ name: 'Load', values: [null, 1, null, 3, null] }]);
  });

  test('results with different timestamps share one column of times', () => {
    const columns = alignColumns(
      [
        answer([10_000, 12_000], [{ labels: {}, values: [1, 2] }], 'p50'),
        answer([14_000, 18_000], [{ labels: {}, values: [5, null] }], 'p99'),
      ],
      WINDOW,
      'Latency',
    );
    expect(columns.series).toEqual([
      { name: 'p50', values: [1, 2, null, null, null] },
      { name: 'p99', values: [null, null, 5, null, null] },
    ]);
  });

  test('points off the grid go to the nearest step, points outside are dropped', () => {
    const values = [9, 1, 2, 9];
    const columns = alignColumns(
      [answer([7000, 12_400, 17_700, 21_000], [{ labels: {}, values }])],
      WINDOW,
      'x',
    );
    expect(columns.series[0].values).toEqual([null, 1, null, null, 2]);
  });

  test('series of a query stand in natural order, and equal names are numbered', () => {
    const series = ['w10', 'w2', 'w2'].map((worker) => ({ labels: { worker }, values: [] }));
    const columns = alignColumns([answer([], series, '{{worker}}')], WINDOW, 'x');
    expect(columns.series.map((one) => one.name)).toEqual(['w2', 'w2 (2)', 'w10']);
  });

  test('of too many series the largest are kept and the others counted', () => {
    const series = Array.from({ length: MAX_SERIES + 5 }, (_, index) => ({
      labels: { worker: `w${index}` },
      values: [index],
    }));
    const columns = alignColumns([answer([10_000], series, '{{worker}}')], WINDOW, 'x');
    expect(columns.series).toHaveLength(MAX_SERIES);
    expect(columns.series[0].name).toBe('w5');
    expect(columns.omitted).toBe(5);
  });
});

describe('presentValue', () => {
  test('looks back over gaps, but only a few steps', () => {
    expect(presentValue([1, 2, null, null])).toBe(2);
    expect(presentValue([1, 2, null, null, null, null])).toBe(null);
    expect(presentValue([])).toBe(null);
  });
});
