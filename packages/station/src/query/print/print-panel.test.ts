import type { NativeHistogram, QueryValue } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { printPanel } from './print-panel.ts';

const range = { startMs: 1000, endMs: 4500, stepMs: 1000 };

/** What a page reads, once the line is ended. */
function printed(value: QueryValue, options: { readonly id?: string; readonly offsetMs?: number } = {}) {
  const { id = 'p', offsetMs = 0 } = options;
  const chunks = [...printPanel({ id, query: 'q', range, offsetMs, value, annotations: [] })];
  const text = chunks.map((chunk) => new TextDecoder().decode(chunk)).join('');
  return JSON.parse(`${text}}`);
}

test('a line of a batch has one value a step, and nothing a chart cannot draw', () => {
  const series = {
    labels: LabelSet.of({ job: 'shop' }),
    timestamps: Float64Array.of(1000, 3000, 4000),
    values: Float64Array.of(0.5, Infinity, 1e21),
  };
  expect(printed({ type: 'matrix', series: [series] }, { id: 'p"1' })).toEqual({
    id: 'p"1',
    ok: true,
    timestamps: [1000, 2000, 3000, 4000],
    series: [{ labels: { job: 'shop' }, values: [0.5, null, null, 1e21] }],
  });
});

describe('native histograms', () => {
  const histogram = (counts: readonly number[], zeroCount = 0): NativeHistogram => ({
    schema: 0,
    count: 0,
    sum: 0,
    zeroThreshold: 0.001,
    zeroCount,
    positive: counts.length > 0 ? [{ start: 1, counts: Float64Array.from(counts) }] : [],
    negative: [],
    customValues: [],
    counterReset: 'unknown',
  });
  const labels = LabelSet.of({ route: '/' });

  test('are one series a bucket, not cumulative, from the lowest bound to the highest', () => {
    const histograms = [histogram([3, 4]), undefined, histogram([5], 2)];
    const timestamps = Float64Array.of(1000, 2000, 4000);
    const value: QueryValue = {
      type: 'matrix',
      series: [{ labels, timestamps, values: Float64Array.of(0, 7, 0), histograms }],
    };
    expect(printed(value).series).toEqual([
      { labels: { route: '/' }, values: [null, 7, null, null] },
      { labels: { le: '0.001', route: '/' }, values: [0, null, null, 2] },
      { labels: { le: '2', route: '/' }, values: [3, null, null, 5] },
      { labels: { le: '4', route: '/' }, values: [4, null, null, 0] },
    ]);
  });

  test('of a single time, too, with the time of the page', () => {
    const value: QueryValue = {
      type: 'vector',
      samples: [{ labels, timestampMs: 4500, value: 0, histogram: histogram([1]) }],
    };
    expect(printed(value, { offsetMs: 500 })).toMatchObject({
      timestamps: [5000],
      series: [{ labels: { le: '2', route: '/' }, values: [1] }],
    });
  });

  test('with more buckets than a chart can show are cut off, and the line says so', () => {
    const value: QueryValue = {
      type: 'vector',
      samples: [
        {
          labels,
          timestampMs: 4500,
          value: 0,
          histogram: { ...histogram(Array.from({ length: 500 }, () => 1)), schema: 8 },
        },
      ],
    };
    const { series, warnings } = printed(value);
    expect(series).toHaveLength(400);
    expect(warnings).toEqual([expect.stringContaining('100 buckets')]);
  });
});
