import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatSampleValue } from './sample-value.ts';

test.each([
  [1e21, '1e+21'],
  [1e20, '100000000000000000000'],
  [123456789012345680000, '123456789012345680000'],
  [1.25e300, '1.25e+300'],
  [1e-6, '0.000001'],
  [1e-7, '1e-07'],
  [-1.5e-10, '-1.5e-10'],
  [5e-324, '5e-324'],
  [0.1, '0.1'],
  [0, '0'],
  [-0, '-0'],
  [Infinity, '+Inf'],
  [-Infinity, '-Inf'],
  [Number.NaN, 'NaN'],
])('the sample %d is printed as Prometheus prints it: %s', (value, text) => {
  expect(formatSampleValue(value)).toBe(text);
});

/** The digits and the place of the point, put together by the rules of Go's `strconv`. */
function printedByRule(value: number): string {
  const [digits, power] = Math.abs(value).toExponential().split('e');
  const figures = digits.replace('.', '');
  const exponent = Number(power);
  const sign = value < 0 ? '-' : '';
  if (exponent < -6 || exponent >= 21) {
    const width = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits}e${exponent < 0 ? '-' : '+'}${width}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${figures}`;
  const padded = figures.padEnd(exponent + 1, '0');
  const fraction = padded.slice(exponent + 1);
  return `${sign}${padded.slice(0, exponent + 1)}${fraction && `.${fraction}`}`;
}

test('any number is printed with its shortest digits, by the rules of Go', () => {
  const numbers = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
  fc.assert(
    fc.property(
      numbers.filter((value) => value !== 0),
      (value) => {
        expect(formatSampleValue(value)).toBe(printedByRule(value));
        expect(Number(formatSampleValue(value))).toBe(value);
      },
    ),
    { numRuns: 300 },
  );
});
