import { expect, test } from 'vitest';
import type { Message, Schema } from '../../test/support/read-message.ts';
import { readMessage } from '../../test/support/read-message.ts';
import type { NativeHistogram } from '../samples/native-histogram.ts';
import { encodeRemoteWriteLabels, writeRemoteWrite } from './write-remote-write.ts';

/* Written from prometheus/prompb `types.proto`. */
const span: Schema = { 1: ['offset', 'sint32'], 2: ['length', 'uint32'] };
const histogram: Schema = {
  1: ['count_int', 'uint64'],
  2: ['count_float', 'double'],
  3: ['sum', 'double'],
  4: ['schema', 'sint32'],
  5: ['zero_threshold', 'double'],
  6: ['zero_count_int', 'uint64'],
  7: ['zero_count_float', 'double'],
  8: ['negative_spans', { message: span }],
  9: ['negative_deltas', { packed: 'sint64' }],
  10: ['negative_counts', { packed: 'double' }],
  11: ['positive_spans', { message: span }],
  12: ['positive_deltas', { packed: 'sint64' }],
  13: ['positive_counts', { packed: 'double' }],
  14: ['reset_hint', 'uint32'],
  15: ['timestamp', 'int64'],
  16: ['custom_values', { packed: 'double' }],
};
const series: Schema = {
  1: ['labels', { message: { 1: ['name', 'string'], 2: ['value', 'string'] } }],
  2: ['samples', { message: { 1: ['value', 'fixed64'], 2: ['timestamp', 'int64'] } }],
  4: ['histograms', { message: histogram }],
};
const REQUEST: Schema = { 1: ['timeseries', { message: series }] };

const counts: NativeHistogram = {
  schema: 1,
  count: 12,
  sum: 18.5,
  zeroThreshold: 0.001,
  zeroCount: 1,
  positive: [
    { start: -2, counts: Float64Array.of(1, 3) },
    { start: 4, counts: Float64Array.of(5) },
  ],
  negative: [{ start: 0, counts: Float64Array.of(2) }],
  customValues: [],
  counterReset: 'not_reset',
};

function histogramOf(given: NativeHistogram): Message {
  const request = writeRemoteWrite({
    series: [{ labels: [], samples: [], nativeHistograms: [{ histogram: given, timestampMs: 5 }] }],
    metadata: [],
  });
  const [one] = readMessage(request, REQUEST)['timeseries'] as Message[];
  return (one['histograms'] as Message[])[0];
}

test('native histograms with whole counts are written as differences', () => {
  expect(histogramOf(counts)).toEqual({
    count_int: [12n],
    sum: [18.5],
    schema: [1],
    zero_threshold: [0.001],
    zero_count_int: [1n],
    negative_spans: [{ offset: [0], length: [1] }],
    negative_deltas: [2n],
    positive_spans: [
      { offset: [-2], length: [2] },
      { offset: [4], length: [1] },
    ],
    positive_deltas: [1n, 2n, 2n],
    reset_hint: [2],
    timestamp: [5n],
  });
});

test('native histograms with fractions, and with bounds of their own, are written as they are', () => {
  const given: NativeHistogram = {
    ...counts,
    schema: -53,
    count: 3.5,
    zeroCount: 0,
    positive: [{ start: 1, counts: Float64Array.of(1.5, 2) }],
    negative: [],
    customValues: [0.1, 1],
    counterReset: 'gauge',
  };
  expect(histogramOf(given)).toMatchObject({
    count_float: [3.5],
    zero_count_float: [0],
    positive_spans: [{ offset: [1], length: [2] }],
    positive_counts: [1.5, 2],
    custom_values: [0.1, 1],
    reset_hint: [3],
  });
});

test('the marker of an ended series keeps its bits, and labels can be encoded before', () => {
  const labels = encodeRemoteWriteLabels([['__name__', 'up']]);
  const samples = [{ value: NaN, timestampMs: 7, isStale: true }];
  expect(readMessage(writeRemoteWrite({ series: [{ labels, samples }], metadata: [] }), REQUEST)).toEqual({
    timeseries: [
      {
        labels: [{ name: ['__name__'], value: ['up'] }],
        samples: [{ value: [0x7ff0000000000002n], timestamp: [7n] }],
      },
    ],
  });
});
