import { bitsOf, writeStaleAt } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryValues } from '../../test/arbitrary-values.ts';
import { typicalSeries } from '../../test/typical-series.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { decodeValues, encodeValues } from './values.ts';

function encoded(values: Float64Array): Uint8Array {
  const writer = new ByteWriter(1);
  encodeValues(writer, values);
  return writer.copy();
}

describe('the value codec', () => {
  it('gives back every column bit for bit and reads exactly its own bytes', () => {
    fc.assert(
      fc.property(arbitraryValues, (values) => {
        const bytes = encoded(values);
        const reader = new ByteReader(Uint8Array.from([...bytes, 1, 2, 3]));
        const decoded = decodeValues(reader, values.length);
        expect(bitsOf(decoded)).toEqual(bitsOf(values));
        expect(reader.offset).toBe(bytes.length);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps integers up to the largest doubles exact when they jump between extremes', () => {
    for (const limit of [2 ** 50, 2 ** 50 - 1, 2 ** 51, 2 ** 52, 2 ** 53, Number.MAX_VALUE]) {
      const values = Float64Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? limit : -limit));
      expect(decodeValues(new ByteReader(encoded(values)), 50)).toEqual(values);
    }
  });

  it('needs a few bytes for an idle series and for a counter of constant rate', () => {
    expect(encoded(new Float64Array(120).fill(17)).length).toBeLessThanOrEqual(4);
    expect(encoded(Float64Array.from({ length: 120 }, (_, i) => 1e6 + i * 15)).length).toBeLessThanOrEqual(
      10,
    );
  });

  it('pays a few bytes, not another encoding, for a staleness marker in a counter', () => {
    const counter = Float64Array.from({ length: 120 }, (_, i) => 1000 + i * 3 + (i % 7));
    const without = encoded(counter).length;
    writeStaleAt(bitsOf(counter), 119);
    expect(encoded(counter).length).toBeLessThanOrEqual(without + 3);
  });

  it('takes less than 2 bytes per sample of a typical service', () => {
    let bytes = 0;
    for (let i = 0; i < 500; i++) bytes += encoded(typicalSeries(i, 120)).length;
    expect(bytes / (500 * 120)).toBeLessThan(2);
  });
});
