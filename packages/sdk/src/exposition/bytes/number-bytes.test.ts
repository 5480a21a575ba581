import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digitCount, isDigits, writeDigits } from './number-bytes.ts';

const whole = fc.oneof(
  fc.maxSafeNat(),
  fc.nat(),
  fc.integer({ min: 0, max: 53 }).map((power) => Math.min(2 ** power, Number.MAX_SAFE_INTEGER)),
  fc.integer({ min: 0, max: 15 }).map((power) => 10 ** power),
  fc.integer({ min: 1, max: 15 }).map((power) => 10 ** power - 1),
);

test('whole numbers are written as JavaScript prints them', () => {
  fc.assert(
    fc.property(whole, (value) => {
      const bytes = new Uint8Array(20).fill(120);
      const width = digitCount(value);
      writeDigits(bytes, 18, value);
      expect(isDigits(value)).toBe(true);
      expect(Buffer.from(bytes).toString()).toBe(`${'x'.repeat(18 - width)}${value}xx`);
    }),
    { numRuns: 500 },
  );
});

test.each([-0, -1, 0.5, 2 ** 53, 1e300, NaN, Infinity, -Infinity])('%d is not plain digits', (value) => {
  expect(isDigits(value)).toBe(false);
});
