import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NumberReader } from './number-reader.ts';

const reader = new NumberReader();

describe('reading a number from bytes', () => {
  test('gives the double that the text means, and where it ends', () => {
    const printed = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.integer().map(String),
      fc.tuple(fc.maxSafeNat(), fc.nat(20)).map(([digits, decimals]) => `${digits}.${'0'.repeat(decimals)}1`),
      fc.tuple(fc.integer(), fc.nat(6)).map(([number, decimals]) => number.toFixed(decimals)),
      fc.constantFrom('-0', '+1', '1e5', '1.', '.5', '00012'),
    );
    fc.assert(
      fc.property(printed, fc.constantFrom(' ', '\n', '\r\n'), (text, after) => {
        expect(reader.read(Buffer.from(`xy${text}${after}`), 2)).toBe(Number(text));
        expect(reader.end).toBe(2 + text.length);
      }),
      { numRuns: 500 },
    );
  });

  test.each(['NaN', '+Inf', '', '-', '.', '1_000', '1e999', '--1', '1.2.3'])('takes no "%s"', (text) => {
    reader.read(Buffer.from(`${text} `), 0);
    expect(reader.end === -1 || reader.end < text.length).toBe(true);
  });
});
