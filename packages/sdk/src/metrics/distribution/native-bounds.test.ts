import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_SCHEMA, MIN_SCHEMA, boundOf, bucketOf, schemaOf } from './native-bounds.ts';

const schemas = Array.from({ length: MAX_SCHEMA - MIN_SCHEMA + 1 }, (_, index) => MIN_SCHEMA + index);

/** The next larger and the next smaller double. */
function neighbours(value: number): { above: number; below: number } {
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  const at = (offset: bigint) => new Float64Array(new BigInt64Array([bits[0] + offset]).buffer)[0];
  return { above: at(1n), below: at(-1n) };
}

describe('bounds of native buckets', () => {
  test('are to the last bit those of the table in Prometheus', () => {
    const third = Array.from({ length: 8 }, (_, index) => boundOf(index - 8, 3));
    expect(third).toEqual([
      0.5, 0.5452538663326288, 0.5946035575013605, 0.6484197773255048, 0.7071067811865475, 0.7711054127039704,
      0.8408964152537144, 0.9170040432046711,
    ]);
    // All 256 of the finest resolution: their bits, weighted by place, in one number.
    let checksum = 0n;
    for (let index = 0; index < 256; index++) {
      checksum += BigInt(boundOf(index - 256, 8) * 2 ** 53) * BigInt(index + 1);
    }
    expect(checksum % (2n ** 61n - 1n)).toBe(312351088909659287n);
  });

  test('are at most five units of the last place from the exact roots of two', () => {
    for (let index = 0; index < 256; index++) {
      const bits = BigInt(boundOf(index - 256, 8) * 2 ** 53);
      // bits / 2 ** 53 = 2 ** (index / 256 - 1), both sides to the power of 256, without any rounding.
      const exact = 2n ** BigInt(index + 52 * 256);
      expect((bits - 5n) ** 256n <= exact && exact <= (bits + 5n) ** 256n).toBe(true);
    }
  });

  test.each(schemas)(
    'in resolution %i belong to the bucket they bound, the next double does not',
    (schema) => {
      const step = 2 ** -schema;
      for (let index = Math.ceil(-1000 / step); index * step < 1000; index += Math.ceil(37 / step)) {
        const bound = boundOf(index, schema);
        expect(bucketOf(bound, schema)).toBe(index);
        expect(bucketOf(neighbours(bound).above, schema)).toBe(index + 1);
        expect(bucketOf(neighbours(bound).below, schema)).toBe(index);
      }
    },
  );

  test('powers of two are bounds in every resolution up to zero and finer', () => {
    for (let power = -1022; power < 1024; power += 31) {
      for (let schema = 0; schema <= MAX_SCHEMA; schema++) {
        expect(bucketOf(2 ** power, schema)).toBe(power * 2 ** schema);
      }
    }
  });

  test('hold every positive number between two of them', () => {
    fc.assert(
      fc.property(
        // Below, doubles have fewer bits than the bounds need.
        fc.double({ min: 2 ** -1022, noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(...schemas),
        (value, schema) => {
          const bucket = bucketOf(value, schema);
          expect(value <= boundOf(bucket, schema)).toBe(true);
          expect(value > boundOf(bucket - 1, schema)).toBe(true);
        },
      ),
    );
  });
});

test.each([
  [1.1, 3],
  [2, 0],
  [1.003, 8],
  [1.0001, 8],
  [4, -1],
  [1e9, -4],
  [1, 8],
  [NaN, 8],
])('a growth of %d asks for resolution %i', (factor, schema) => {
  expect(schemaOf(factor)).toBe(schema);
});
