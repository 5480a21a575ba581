import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BloomFilter } from './bloom-filter.ts';
import {
  decodeNumbers,
  decodeSequences,
  decodeTimes,
  encodeNumbers,
  encodeSequences,
  encodeTimes,
} from './number-columns.ts';
import { PackedColumns, packColumns } from './packed-columns.ts';
import { mayHaveText, trigramFilter, trigramsOf } from './trigrams.ts';

const column = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.integer({ min: 65, max: 3000 }).map((length) => new Uint8Array(length).fill(7)),
);

it('columns are read back as they were packed; with any byte changed, nothing is read', () => {
  const groups = fc.array(fc.array(column, { maxLength: 3 }), { maxLength: 4 });
  fc.assert(
    fc.property(groups, fc.nat(), fc.integer({ min: 1, max: 255 }), (each, place, mask) => {
      const packed = packColumns(each);
      const columns = PackedColumns.open(packed);
      for (const [group, bytes] of each.entries()) {
        for (const [i, wanted] of bytes.entries()) expect([...columns!.bytes(group, i)]).toEqual([...wanted]);
      }
      const damaged = packed.map((byte, i) => (i === place % packed.length ? byte ^ mask : byte));
      expect(PackedColumns.open(damaged)).toBeUndefined();
      expect(PackedColumns.open(packed.subarray(0, place % packed.length))).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

it('times, sequence numbers and places are read back as they were', () => {
  const times = fc.array(
    fc.oneof(
      fc.nat(8_640_000).map((ms) => ms * 1000),
      fc.maxSafeNat(),
    ),
    { maxLength: 50 },
  );
  fc.assert(
    fc.property(times, fc.array(fc.maxSafeNat()), fc.array(fc.nat(5000)), (some, sequences, numbers) => {
      const timesUs = some.toSorted((a, b) => a - b);
      expect([...decodeTimes(encodeTimes(timesUs), timesUs.length)]).toEqual(timesUs);
      const halves = sequences.map((sequence) => Math.floor(sequence / 4));
      expect([...decodeSequences(encodeSequences(halves), halves.length)]).toEqual(halves);
      expect([...decodeNumbers(encodeNumbers(numbers), numbers.length)]).toEqual(numbers);
    }),
  );
});

it('a filter knows all that is in it, and takes few others for it', () => {
  const hashes = Array.from({ length: 5000 }, (_, i) => Math.imul(i, 0x9e37_79b9) >>> 0);
  const filter = BloomFilter.of(hashes);
  expect(hashes.every((hash) => filter.mayHave(hash))).toBe(true);
  const others = Array.from({ length: 5000 }, (_, i) => (0x1234_5678 + i * 7919) >>> 0);
  expect(others.filter((hash) => filter.mayHave(hash)).length).toBeLessThan(200);
  expect(filter.bytes.length).toBeLessThan(5000 * 1.3);
});

it('a block is never taken to have no text that it has', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 });
  fc.assert(
    fc.property(text, text, text, (before, part, after) => {
      const lower = (before + part + after).toLowerCase();
      const wanted = part.toLowerCase();
      fc.pre(lower.includes(wanted));
      expect(mayHaveText(trigramFilter(lower), trigramsOf(wanted))).toBe(true);
    }),
  );
  expect(mayHaveText(trigramFilter('connect econnrefused'), trigramsOf('zanzibar'))).toBe(false);
});
