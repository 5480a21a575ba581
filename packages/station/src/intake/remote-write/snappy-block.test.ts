import fc from 'fast-check';
import snappy from 'snappyjs';
import { expect, test } from 'vitest';
import { RefusedRequest } from '../body/refused-request.ts';
import { decompressSnappy, readSnappyHead } from './snappy-block.ts';

function decompress(block: Uint8Array): Buffer {
  const bytes = Buffer.from(block);
  return decompressSnappy(bytes, readSnappyHead(bytes));
}

test('what is compressed comes back', () => {
  const runs = fc.array(fc.tuple(fc.uint8Array({ maxLength: 80 }), fc.nat(40)), { maxLength: 30 });
  fc.assert(
    fc.property(runs, (parts) => {
      const bytes = Buffer.concat(
        parts.flatMap(([part, times]) => Array.from({ length: times }, () => part)),
      );
      expect(decompress(snappy.compress(bytes)).equals(bytes)).toBe(true);
    }),
  );
});

test('a long literal and a copy that repeats itself come back', () => {
  const bytes = Buffer.concat([
    Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 7919) >> 3)),
    Buffer.alloc(500, 'a'),
  ]);
  expect(decompress(snappy.compress(bytes)).equals(bytes)).toBe(true);
});

test('whatever else the bytes are, they are refused or become what they declare', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        expect(decompress(bytes)).toHaveLength(readSnappyHead(bytes).length);
      } catch (error) {
        expect(error).toBeInstanceOf(RefusedRequest);
      }
    }),
  );
});

test.each([
  [
    'four gigabytes in twenty bytes',
    [0xff, 0xff, 0xff, 0xff, 0x0f, ...Array.from({ length: 15 }, () => 0)],
    /declares 4294967295 bytes/,
  ],
  ['a length that does not end', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff], /no whole block/],
  ['a literal of a negative length', [10, 0xfc, 0xf0, 0xff, 0xff, 0xff], /no whole block/],
  ['a copy of what is not there yet', [8, 0x05, 0x09], /no whole block/],
  ['fewer bytes than it declares', [4, 0x00, 0x61], /no whole block/],
  ['nothing', [], /no whole block/],
])('a block that declares %s is refused', (_, bytes, message) => {
  expect(() => decompress(Uint8Array.from(bytes))).toThrow(message);
});
