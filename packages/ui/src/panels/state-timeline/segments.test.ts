import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOnOff, segmentsOf } from './segments.ts';

test('neighbours of one value are one segment, a gap is none', () => {
  expect(segmentsOf([1, 1, 0, null, null, 0])).toEqual([
    { from: 0, to: 2, value: 1 },
    { from: 2, to: 3, value: 0 },
    { from: 5, to: 6, value: 0 },
  ]);
  expect(segmentsOf([])).toEqual([]);
});

test('segments say at each time what the values say', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: null })), (values) => {
      const read = values.map(
        (_, i) => segmentsOf(values).find(({ from, to }) => from <= i && i < to)?.value ?? null,
      );
      expect(read).toEqual(values);
    }),
  );
});

test('a state is on or off where it is nothing else', () => {
  expect(isOnOff([{ name: 'a', values: [0, 1, null] }])).toBe(true);
  expect(isOnOff([{ name: 'a', values: [0, 2] }])).toBe(false);
});
