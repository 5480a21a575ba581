import { bitsOf } from '@telltale/model';
import type { HistogramColumn } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryHistogram, arbitraryHistogramColumn, grown } from '../../test/arbitrary-histograms.ts';
import { arbitraryValues } from '../../test/arbitrary-values.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { readHistogram, writeHistogram } from './histogram-record.ts';
import { decodeSamples, encodeSamples } from './samples.ts';

function encoded(values: Float64Array, histograms: HistogramColumn): Uint8Array {
  const writer = new ByteWriter(1);
  encodeSamples(writer, values, histograms);
  return writer.copy();
}

describe('a column of numbers and native histograms', () => {
  it('comes back bit for bit, numbers with their payloads, and is read to exactly its own end', () => {
    fc.assert(
      fc.property(arbitraryHistogramColumn, arbitraryValues, (histograms, numbers) => {
        const values = new Float64Array(histograms.length);
        for (const [i, histogram] of histograms.entries()) {
          const at = i % numbers.length;
          if (histogram === undefined) values.set(numbers.subarray(at, at + 1), i);
        }
        const bytes = encoded(values, histograms);
        const reader = new ByteReader(Uint8Array.from([...bytes, 7, 7]));
        const samples = decodeSamples(reader, values.length);
        expect(bitsOf(Float64Array.from(samples.values))).toEqual(bitsOf(Float64Array.from(values)));
        const hasHistogram = histograms.some((histogram) => histogram !== undefined);
        expect(samples.histograms).toStrictEqual(hasHistogram ? histograms : undefined);
        expect(reader.offset).toBe(bytes.length);
      }),
      { numRuns: 300 },
    );
  });

  it('needs less than a byte and a half for a bucket of a histogram that is observed at a steady rate', () => {
    const first = {
      schema: 3,
      count: 0,
      sum: 0,
      zeroThreshold: 2 ** -128,
      zeroCount: 0,
      positive: [{ start: -10, counts: new Float64Array(40) }],
      negative: [],
      customValues: [],
      counterReset: 'not_reset' as const,
    };
    const histograms = Array.from({ length: 120 }, (_, i) => grown(first, i * 7 + (i % 3)));
    expect(encoded(new Float64Array(120), histograms).length / (120 * 40)).toBeLessThan(1.5);
  });
});

describe('a histogram by itself', () => {
  it('comes back from its record bit for bit', () => {
    fc.assert(
      fc.property(arbitraryHistogram, (histogram) => {
        const writer = new ByteWriter(1);
        writeHistogram(writer, histogram);
        const reader = new ByteReader(writer.copy());
        expect(readHistogram(reader)).toStrictEqual(histogram);
        expect(reader.offset).toBe(writer.length);
      }),
      { numRuns: 300 },
    );
  });
});
