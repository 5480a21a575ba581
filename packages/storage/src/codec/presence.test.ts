import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { decodePresence, encodePresence } from './presence.ts';

describe('the presence codec', () => {
  it('gives back any set of rows', () => {
    const cases = fc
      .integer({ min: 1, max: 120 })
      .chain((rowCount) =>
        fc.tuple(
          fc.constant(rowCount),
          fc.uniqueArray(fc.nat(rowCount - 1), { minLength: 1, maxLength: rowCount }),
        ),
      );
    fc.assert(
      fc.property(cases, ([rowCount, unordered]) => {
        const rows = Uint8Array.from(unordered).sort();
        const writer = new ByteWriter(1);
        encodePresence(writer, { firstRow: rows[0], count: rows.length, rows }, rowCount);
        const decoded = decodePresence(new ByteReader(writer.copy()), rowCount);
        expect(decoded).toEqual({ firstRow: rows[0], count: rows.length, rows });
      }),
    );
  });

  it('takes one byte for all rows and three for a range', () => {
    const writer = new ByteWriter();
    encodePresence(writer, { firstRow: 0, count: 120, rows: undefined }, 120);
    expect(writer.length).toBe(1);
    encodePresence(writer, { firstRow: 7, count: 100, rows: undefined }, 120);
    expect(writer.length).toBe(4);
    const reader = new ByteReader(writer.copy(), 1);
    expect(decodePresence(reader, 120)).toEqual({ firstRow: 7, count: 100, rows: undefined });
  });
});
