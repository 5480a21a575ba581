import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RemoteWriteSeries } from './remote-write.ts';
import { writePlainSeries } from './write-plain-series.ts';
import { encodeRemoteWriteLabels, writeRemoteWrite } from './write-remote-write.ts';

const sample = fc.record({
  value: fc.double({ noNaN: true }),
  timestampMs: fc.oneof(fc.nat(), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })),
  isStale: fc.boolean(),
});
const labels = fc.array(fc.tuple(fc.string(), fc.string({ maxLength: 300 })), { maxLength: 5 });
const series = fc.record({ labels, samples: fc.array(sample, { maxLength: 40 }) });

test('series of numbers are written byte for byte as all others are', () => {
  fc.assert(
    fc.property(fc.array(series, { maxLength: 8 }), (given) => {
      const prepared = given.map((one) => ({ ...one, labels: encodeRemoteWriteLabels(one.labels) }));
      expect(writePlainSeries(prepared)).toEqual(writeRemoteWrite({ series: given, metadata: [] }));
    }),
    { numRuns: 200 },
  );
});

test('what is more than numbers is left to the other way', () => {
  const plain: RemoteWriteSeries = { labels: new Uint8Array(), samples: [{ value: 1, timestampMs: 1 }] };
  expect(writePlainSeries([plain])).toBeDefined();
  const exemplar = { labels: [], value: 1, timestampMs: 1 };
  expect(writePlainSeries([plain, { ...plain, exemplars: [exemplar] }])).toBeUndefined();
  expect(writePlainSeries([{ ...plain, samples: [{ value: 1, timestampMs: -1 }] }])).toBeUndefined();
  expect(writePlainSeries([{ ...plain, labels: [] }])).toBeUndefined();
});
