import { expect, test } from 'vitest';
import { isThresholdNear, yRange } from './y-range.ts';

test('the axis starts at zero and leaves room above the data', () => {
  const [min, max] = yRange(40, 100, '', []);
  expect(min).toBe(0);
  expect(max).toBeGreaterThan(100);
});

test('a near threshold is inside the axis, a far one does not flatten the data', () => {
  expect(yRange(0, 100, '', [250])[1]).toBeGreaterThan(250);
  expect(yRange(0, 100, '', [5000])[1]).toBeLessThan(200);
  expect(isThresholdNear(100, 5000)).toBe(false);
});

test('a ratio never reaches above one hundred percent', () => {
  expect(yRange(0, 0.97, 'ratio', [0.9])[1]).toBe(1);
});

test('negative values stay visible', () => {
  expect(yRange(-10, -5, '', [])[0]).toBeLessThan(-10);
});

test('an axis without values is not empty', () => {
  expect(yRange(null, null, 'bytes', [])).toEqual([0, 1024]);
  expect(yRange(0, 0, 'ratio', [0.05])[1]).toBeGreaterThan(0.05);
});
