import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Message, Schema } from '../../test/support/read-message.ts';
import { readMessage } from '../../test/support/read-message.ts';
import type { RemoteWriteHistogram } from './remote-write.ts';
import { writeRemoteWrite } from './write-remote-write.ts';

/* Written from prometheus/prompb `remote.proto` and `types.proto`. */
const label: Schema = { 1: ['name', 'string'], 2: ['value', 'string'] };
const span: Schema = { 1: ['offset', 'sint32'], 2: ['length', 'uint32'] };
const histogram: Schema = {
  1: ['count_int', 'uint64'],
  3: ['sum', 'double'],
  4: ['schema', 'sint32'],
  5: ['zero_threshold', 'double'],
  6: ['zero_count_int', 'uint64'],
  8: ['negative_spans', { message: span }],
  9: ['negative_deltas', { packed: 'sint64' }],
  11: ['positive_spans', { message: span }],
  12: ['positive_deltas', { packed: 'sint64' }],
  15: ['timestamp', 'int64'],
};
const series: Schema = {
  1: ['labels', { message: label }],
  2: ['samples', { message: { 1: ['value', 'double'], 2: ['timestamp', 'int64'] } }],
  3: [
    'exemplars',
    { message: { 1: ['labels', { message: label }], 2: ['value', 'double'], 3: ['timestamp', 'int64'] } },
  ],
  4: ['histograms', { message: histogram }],
};
const WRITE_REQUEST: Schema = {
  1: ['timeseries', { message: series }],
  3: [
    'metadata',
    {
      message: {
        1: ['type', 'uint32'],
        2: ['metric_family_name', 'string'],
        4: ['help', 'string'],
        5: ['unit', 'string'],
      },
    },
  ],
};

test('series, exemplars and metadata of a remote-write request are read back', () => {
  const request = writeRemoteWrite({
    series: [
      {
        labels: [
          ['__name__', 'orders_total'],
          ['method', 'card "✓" \u{d800}'],
        ],
        samples: [{ value: 3.5, timestampMs: 1_790_000_000_123 }],
        exemplars: [{ labels: [['trace_id', 'abc']], value: 1, timestampMs: 1_790_000_000_000 }],
      },
    ],
    metadata: [{ name: 'orders_total', type: 'counter', help: 'Orders placed', unit: '' }],
  });
  expect(readMessage(request, WRITE_REQUEST)).toEqual({
    timeseries: [
      {
        labels: [
          { name: ['__name__'], value: ['orders_total'] },
          { name: ['method'], value: ['card "✓" \u{fffd}'] },
        ],
        samples: [{ value: [3.5], timestamp: [1_790_000_000_123n] }],
        exemplars: [
          { labels: [{ name: ['trace_id'], value: ['abc'] }], value: [1], timestamp: [1_790_000_000_000n] },
        ],
      },
    ],
    metadata: [{ type: [1], metric_family_name: ['orders_total'], help: ['Orders placed'], unit: [''] }],
  });
});

test('buckets of native histograms are read back from spans and deltas', () => {
  const run = fc.record({
    offset: fc.integer({ min: -1000, max: 1000 }),
    counts: fc.array(fc.oneof(fc.constant(0), fc.nat(1e6)), { maxLength: 30 }),
  });
  fc.assert(
    fc.property(run, run, fc.integer({ min: -4, max: 8 }), (positive, negative, schema) => {
      const given: RemoteWriteHistogram = {
        count: 5,
        sum: 2.5,
        schema,
        zeroThreshold: 1e-3,
        zeroCount: 2,
        positive,
        negative,
        timestampMs: 1,
      };
      const bytes = writeRemoteWrite({
        series: [{ labels: [], samples: [], histograms: [given] }],
        metadata: [],
      });
      const [one] = readMessage(bytes, WRITE_REQUEST)['timeseries'] as Message[];
      const [read] = one['histograms'] as Message[];
      expect(read).toMatchObject({ schema: [schema], count_int: [5n], zero_count_int: [2n] });
      expect(countsByIndex(read, 'positive')).toEqual(nonZero(positive));
      expect(countsByIndex(read, 'negative')).toEqual(nonZero(negative));
    }),
    { numRuns: 60 },
  );
});

function nonZero({ offset, counts }: RemoteWriteHistogram['positive']): Map<number, bigint> {
  const entries = counts.map((count, i): [number, bigint] => [offset + i, BigInt(count)]);
  return new Map(entries.filter(([, count]) => count > 0n));
}

function countsByIndex(read: Message, side: 'positive' | 'negative'): Map<number, bigint> {
  const spans = (read[`${side}_spans`] ?? []) as { offset?: number[]; length?: number[] }[];
  const deltas = [...(read[`${side}_deltas`] ?? [])] as bigint[];
  const counts = new Map<number, bigint>();
  let index = 0;
  let count = 0n;
  for (const { offset, length } of spans) {
    index += offset?.[0] ?? 0;
    for (let i = 0; i < (length?.[0] ?? 0); i++) {
      count += deltas.shift() ?? 0n;
      if (count > 0n) counts.set(index, count);
      index++;
    }
  }
  expect(deltas).toEqual([]);
  return counts;
}
