import type { LabelSet, NativeHistogram } from '@telltale/model';
import { writePrometheusProto } from '@telltale/model/wire';
import type { PrometheusFamily, PrometheusValue } from '@telltale/model/wire';
import { describe, expect, test } from 'vitest';
import { isProtoPage } from './proto-page.ts';
import { readProtoPage } from './read-proto-page.ts';

function read(families: readonly PrometheusFamily[], keepsClassic = false) {
  const samples: Record<string, number> = {};
  const histograms: Record<string, NativeHistogram> = {};
  const keys = new Set<string>();
  const note =
    <Sample>(into: Record<string, Sample>) =>
    (key: string, labels: () => LabelSet, sample: Sample) => {
      keys.add(key);
      into[labels().toString()] = sample;
    };
  readProtoPage(
    writePrometheusProto(families),
    { keepsClassic },
    { metadata: () => {}, sample: note(samples), histogram: note(histograms), exemplar: () => {} },
  );
  return { samples, histograms, keys: keys.size };
}

function family(type: PrometheusFamily['type'], name: string, value: PrometheusValue): PrometheusFamily {
  return { name, type, help: '', unit: '', metrics: [{ labels: [['a', '1']], value }] };
}

const native = {
  schema: 2,
  zeroThreshold: 0.001,
  zeroCount: 1,
  positive: [
    { start: 1, counts: [1, 2] },
    { start: 3, counts: [4] },
    { start: 9, counts: [1] },
  ],
  negative: [{ start: -2, counts: [1] }],
};
const histogram = { kind: 'histogram', count: 10, sum: 3.5, buckets: [], native } as const;

describe('a page in protocol buffers', () => {
  test('is known by its content type', () => {
    expect(isProtoPage('application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily')).toBe(
      true,
    );
    expect(isProtoPage('text/plain')).toBe(false);
  });

  test('has the samples that the text would have', () => {
    const buckets = [{ upperBound: 0.5, cumulativeCount: 1 }];
    const { samples, keys } = read([
      family('counter', 'c_total', { kind: 'counter', value: 7 }),
      family('gauge', 'g', { kind: 'gauge', value: -1 }),
      family('summary', 's', { kind: 'summary', count: 2, sum: 3, quantiles: [{ quantile: 0.9, value: 4 }] }),
      family('histogram', 'h', { kind: 'histogram', count: 2, sum: 1.5, buckets }),
    ]);
    expect(samples).toEqual({
      'c_total{a="1"}': 7,
      'g{a="1"}': -1,
      's{a="1", quantile="0.9"}': 4,
      's_sum{a="1"}': 3,
      's_count{a="1"}': 2,
      'h_bucket{a="1", le="0.5"}': 1,
      'h_bucket{a="1", le="+Inf"}': 2,
      'h_sum{a="1"}': 1.5,
      'h_count{a="1"}': 2,
    });
    expect(keys).toBe(9);
  });

  test('has native histograms, with buckets that touch in one run', () => {
    const { samples, histograms } = read([family('histogram', 'h', histogram)]);
    expect(samples).toEqual({});
    expect(histograms['h{a="1"}']).toEqual({
      schema: 2,
      count: 10,
      sum: 3.5,
      zeroThreshold: 0.001,
      zeroCount: 1,
      positive: [
        { start: 1, counts: Float64Array.of(1, 2, 4) },
        { start: 9, counts: Float64Array.of(1) },
      ],
      negative: [{ start: -2, counts: Float64Array.of(1) }],
      customValues: [],
      counterReset: 'unknown',
    });
    const gauge = read([family('gaugehistogram', 'h', histogram)], true);
    expect(gauge.histograms['h{a="1"}'].counterReset).toBe('gauge');
    expect(gauge.samples['h_count{a="1"}']).toBe(10);
  });

  test.each([
    ['a schema that does not exist', { native: { ...native, schema: 9 } }, 'has the schema 9'],
    ['more in its buckets than in all', { count: 9 }, 'has 10 observations in its buckets, but 9 in all'],
    [
      'overlapping buckets',
      {
        native: {
          ...native,
          positive: [
            { start: 1, counts: [1, 1] },
            { start: 2, counts: [1] },
          ],
        },
      },
      'overlap',
    ],
  ])('%s is refused with the name of the histogram', (_, change, message) => {
    expect(() => read([family('histogram', 'latency', { ...histogram, ...change })])).toThrow(
      expect.objectContaining({
        code: 'TT_EXPOSITION',
        message: expect.stringMatching(new RegExp(`the native histogram latency .*${message}`)),
      }),
    );
  });
});
