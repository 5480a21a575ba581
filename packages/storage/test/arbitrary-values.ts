import { bitsOf } from '@telltale/model';
import fc from 'fast-check';

/** A 64-bit pattern as two words: special doubles, NaN payloads, staleness markers, anything. */
const specialBits: fc.Arbitrary<readonly [high: number, low: number]> = fc.oneof(
  fc.constantFrom<(readonly [number, number])[]>(
    [0x7ff0_0000, 2],
    [0x7ff8_0000, 0],
    [0xfff8_0000, 0],
    [0x7ff0_0000, 1],
    [0x7ff0_0000, 0],
    [0xfff0_0000, 0],
    [0x8000_0000, 0],
    [0, 0],
    [0, 1],
    [0x000f_ffff, 0xffff_ffff],
    [0x7fef_ffff, 0xffff_ffff],
  ),
  fc.tuple(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 0, max: 0xffff_ffff })),
);

const length = { minLength: 1, maxLength: 300 };

const anyBits = fc.array(specialBits, length).map(columnOfBits);
const constants = fc
  .tuple(specialBits, fc.integer({ min: 1, max: 300 }))
  .map(([bits, count]) => columnOfBits(Array.from({ length: count }, () => bits)));
const smallSteps = fc
  .tuple(fc.integer(), fc.array(fc.integer({ min: -3, max: 70 }), length))
  .map(([start, steps]) => running(start, steps));
const largeIntegers = fc.array(fc.maxSafeInteger(), length).map((values) => Float64Array.from(values));
const pages = fc.array(fc.integer({ min: -500, max: 500 }), length).map((steps) =>
  running(
    7,
    steps.map((step) => step * 4096),
  ),
);
const decimals = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.array(fc.integer({ min: -1e9, max: 1e9 }), length))
  .map(([digits, values]) => Float64Array.from(values, (value) => value / 10 ** digits));
const doubles = fc.array(fc.double(), length).map((values) => Float64Array.from(values));

/** Columns of 1 to 300 values of every kind the codec treats differently, some with markers mixed in. */
export const arbitraryValues: fc.Arbitrary<Float64Array> = fc
  .tuple(
    fc.oneof(anyBits, constants, smallSteps, largeIntegers, pages, decimals, doubles),
    fc.array(fc.tuple(fc.nat(299), specialBits), { maxLength: 4 }),
  )
  .map(([values, changes]) => {
    const bits = bitsOf(values);
    for (const [index, [high, low]] of changes) {
      bits[(index % values.length) * 2 + 1] = high;
      bits[(index % values.length) * 2] = low;
    }
    return values;
  });

function columnOfBits(patterns: readonly (readonly [number, number])[]): Float64Array {
  const values = new Float64Array(patterns.length);
  bitsOf(values).set(patterns.flatMap(([high, low]) => [low, high]));
  return values;
}

function running(start: number, steps: readonly number[]): Float64Array {
  let value = start;
  return Float64Array.from(steps, (step) => (value += step));
}
