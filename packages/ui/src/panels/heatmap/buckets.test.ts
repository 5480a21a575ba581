import { expect, test } from 'vitest';
import { heatCells } from './buckets.ts';

const WINDOW = { startMs: 0, endMs: 2000, stepMs: 1000 };

function answer(query: string, buckets: Readonly<Record<string, readonly (number | null)[]>>) {
  return {
    query,
    legend: '',
    result: {
      id: '0',
      ok: true as const,
      timestamps: [0, 1000, 2000],
      series: Object.entries(buckets).map(([le, values]) => ({ labels: { le }, values })),
    },
  };
}

test('a classic histogram is taken apart, from the lowest bucket to the highest', () => {
  const query = 'sum by (le) (rate(d_bucket[5m]))';
  const cells = heatCells(
    [answer(query, { '+Inf': [5, 5, null], '0.1': [1, 0, null], '1': [4, 5, 1] })],
    WINDOW,
  );
  expect(cells.bounds).toEqual(['0.1', '1', '+Inf']);
  expect(cells.counts).toEqual([
    [1, 0, null],
    [3, 5, 1],
    [1, 0, null],
  ]);
  expect(cells.max).toBe(5);
});

test('the buckets of a native histogram stand for themselves', () => {
  const cells = heatCells([answer('sum(rate(d[5m]))', { '2': [1, 2, 3], '1': [9, 9, 9] })], WINDOW);
  expect(cells).toMatchObject({
    bounds: ['1', '2'],
    counts: [
      [9, 9, 9],
      [1, 2, 3],
    ],
  });
});

test('a bucket that falls behind the one below it is nothing, not less', () => {
  const cells = heatCells([answer('d_bucket', { '1': [3, 3, 3], '2': [2, 3, 4] })], WINDOW);
  expect(cells.counts[1]).toEqual([0, 0, 1]);
});

test('points off the grid go to the nearest step, others are left out', () => {
  const one = answer('d', { '1': [1, 2, 3] });
  const shifted = { ...one, result: { ...one.result, timestamps: [-5000, 1100, 9000] } };
  expect(heatCells([shifted], WINDOW).counts).toEqual([[null, 2, null]]);
});
