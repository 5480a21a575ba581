import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OTHERS, segmentPath, slicesOf } from './slices.ts';

function values(...all: readonly (number | null)[]) {
  return all.map((value, i) => ({ name: `s${i}`, labels: {}, value, query: 0 }));
}

test('the largest comes first, and what is nothing is no part', () => {
  expect(slicesOf(values(1, 3, 0, -2, null, NaN, Infinity))).toEqual([
    { name: 's1', value: 3, share: 0.75, from: 0 },
    { name: 's0', value: 1, share: 0.25, from: 0.75 },
  ]);
});

test('many small ones are told together, a single one is told by its name', () => {
  expect(slicesOf(values(9, 8, 7, 6, 5, 4, 3, 2)).at(-1)?.name).toBe('s7');
  expect(slicesOf(values(9, 8, 7, 6, 5, 4, 3, 2, 1)).at(-1)).toMatchObject({ name: OTHERS, value: 3 });
});

test('all slices together are the whole, and no segment is without numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), { minLength: 1 }), (all) => {
      const slices = slicesOf(values(...all));
      expect(slices.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
      for (const slice of slices) expect(segmentPath(slice)).not.toMatch(/NaN|Infinity/);
    }),
  );
});
