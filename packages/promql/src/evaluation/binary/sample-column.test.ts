import type { NativeHistogram } from '@telltale/model';
import { expect, test } from 'vitest';
import { sampleColumn } from './sample-column.ts';

const HISTOGRAM: NativeHistogram = {
  schema: 0,
  count: 0,
  sum: 0,
  zeroThreshold: 0,
  zeroCount: 0,
  positive: [],
  negative: [],
  customValues: [],
  counterReset: 'unknown',
};

test('a column of histograms is as long as its numbers and has no holes', () => {
  const { values, present, histograms } = sampleColumn(
    4,
    (step) => [undefined, HISTOGRAM, 3, undefined][step],
  );
  expect([[...values], [...present]]).toEqual([
    [0, 0, 3, 0],
    [0, 1, 1, 0],
  ]);
  expect(Object.keys(histograms ?? [])).toEqual(['0', '1', '2', '3']);
  expect(histograms?.[1]).toBe(HISTOGRAM);
});

test('a column without histograms says so', () => {
  expect(sampleColumn(2, (step) => step)).not.toHaveProperty('histograms');
});
