import { expect, test } from 'vitest';
import { plottedValues } from './plotted-values.ts';

function series(...all: readonly (readonly (number | null)[])[]) {
  return all.map((values, i) => ({ name: `s${i}`, values }));
}

test('values stand for themselves unless they are stacked', () => {
  const two = series([1, 2], [3, null]);
  expect(plottedValues(two, {})).toEqual([
    [1, 2],
    [3, null],
  ]);
  expect(plottedValues(two, { isStacked: true })).toEqual([
    [1, 2],
    [4, null],
  ]);
});

test('a gap is bridged by zeros only between what is known', () => {
  expect(plottedValues(series([null, 1, null, 2, null]), { nulls: 'zero' })).toEqual([[null, 1, 0, 2, null]]);
  expect(plottedValues(series([null, null]), { nulls: 'zero' })).toEqual([[null, null]]);
});

test('each axis has a stack of its own, and a comparison stands apart', () => {
  const [left, right, before, top] = series([1], [10], [5], [2]);
  const all = [left, { ...right, axis: 'right' as const }, { ...before, isBaseline: true as const }, top];
  expect(plottedValues(all, { isStacked: true })).toEqual([[1], [10], [5], [3]]);
});
