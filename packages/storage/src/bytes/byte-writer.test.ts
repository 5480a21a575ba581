import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, unzigzag } from './byte-reader.ts';
import { ByteWriter, zigzagOf } from './byte-writer.ts';

const unsigned = fc.oneof(
  fc.nat(),
  fc.maxSafeNat(),
  fc.nat(53).map((bits) => 2 ** bits),
);
const signed = fc.oneof(fc.integer(), fc.integer({ min: -(2 ** 52) + 1, max: 2 ** 52 - 1 }));

describe('bytes', () => {
  it('are read back as the numbers that were written', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(unsigned, signed, fc.nat(0xffff_ffff))), (numbers) => {
        const writer = new ByteWriter(1);
        for (const [varint, zigzag, word] of numbers) {
          writer.varint(varint);
          writer.zigzag(zigzag);
          writer.u32(word);
        }
        const reader = new ByteReader(writer.copy());
        for (const [varint, zigzag, word] of numbers) {
          expect([reader.varint(), reader.zigzag() + 0, reader.u32()]).toEqual([varint, zigzag + 0, word]);
        }
        expect(reader.offset).toBe(writer.length);
      }),
      { numRuns: 300 },
    );
  });

  it('zigzag keeps the sign of numbers around every power of two', () => {
    for (let bits = 0; bits < 52; bits++) {
      for (const value of [2 ** bits, -(2 ** bits), 2 ** bits - 1, -(2 ** bits) + 1]) {
        expect(unzigzag(zigzagOf(value)) + 0).toBe(value + 0);
      }
    }
  });

  it('hand their buffer over once', () => {
    const writer = new ByteWriter(4);
    writer.raw(Uint8Array.of(1, 2, 3, 4, 5));
    expect([...writer.take()]).toEqual([1, 2, 3, 4, 5]);
    writer.u8(9);
    expect([...writer.take()]).toEqual([9]);
  });
});
