import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arcPath, shareOf } from './arc.ts';
import { scaleOf } from './scale.ts';

test('nothing is drawn where nothing is, and no arc leaves its box', () => {
  expect(arcPath(0, 0, 38)).toBe('');
  expect(arcPath(0.5, 0.2, 38)).toBe('');
  const share = fc.double({ min: -2, max: 3, noNaN: true });
  fc.assert(
    fc.property(share, share, (from, to) => {
      const numbers = arcPath(from, to, 45).match(/-?\d+(?:\.\d+)?/g) ?? [];
      expect(numbers.every((text) => Number(text) >= 0 && Number(text) <= 100)).toBe(true);
    }),
  );
});

test('a value stands within the scale, whatever it is', () => {
  expect(shareOf(5, 0, 10)).toBe(0.5);
  expect(shareOf(50, 0, 10)).toBe(1);
  expect(shareOf(1, 3, 3)).toBe(0);
});

test.each([
  ['a share has natural ends', { unit: 'ratio' }, [0.2], { min: 0, max: 1 }],
  ['what the panel says counts', { unit: '', min: 10, max: 20 }, [5], { min: 10, max: 20 }],
  [
    'thresholds have room',
    { unit: '', thresholds: [{ value: 8, severity: 'warning', isBad: 'above' }] },
    [2],
    { min: 0, max: 10 },
  ],
  ['nothing at all still has a scale', { unit: '' }, [null], { min: 0, max: 1 }],
] as const)('%s', (_, panel, values, expected) => {
  expect(scaleOf(panel, values)).toEqual(expected);
});
