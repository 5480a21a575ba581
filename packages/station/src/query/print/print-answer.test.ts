import { LabelSet } from '@telltale/model';
import type { MatrixSeries, NativeHistogram, QueryValue } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printAnswer } from './print-answer.ts';
import type { PrintedAnswer } from './print-answer.ts';
import { formatSampleValue } from './sample-value.ts';

function textOf(chunks: Iterable<Uint8Array>): string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

function printed(value: QueryValue, rest: Partial<PrintedAnswer> = {}): string {
  return textOf(printAnswer({ query: 'q', annotations: [], value, ...rest }));
}

function series(
  labels: Record<string, string>,
  points: readonly (readonly [number, number])[],
): MatrixSeries {
  return {
    labels: LabelSet.of(labels),
    timestamps: Float64Array.from(points, ([time]) => time),
    values: Float64Array.from(points, ([, value]) => value),
  };
}

describe('answers', () => {
  test('each type of result has the form of the Prometheus API', () => {
    const labels = LabelSet.of({ __name__: 'up', job: 'shop' });
    expect(printed({ type: 'vector', samples: [{ labels, timestampMs: 1500, value: 1 }] })).toBe(
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"up","job":"shop"},"value":[1.500,"1"]}]}}',
    );
    expect(
      printed({
        type: 'matrix',
        series: [
          series({ a: 'b' }, [
            [0, 1e-7],
            [1000, Number.NaN],
          ]),
        ],
      }),
    ).toBe(
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[[0,"1e-07"],[1,"NaN"]]}]}}',
    );
    expect(printed({ type: 'scalar', timestampMs: 1050, value: 1e21 })).toBe(
      '{"status":"success","data":{"resultType":"scalar","result":[1.05,"1000000000000000000000"]}}',
    );
    expect(printed({ type: 'string', timestampMs: -1500, value: 'a"b' })).toBe(
      '{"status":"success","data":{"resultType":"string","result":[-1.5,"a\\"b"]}}',
    );
  });

  test('times before 1970 and between seconds are printed with three decimals', () => {
    expect(
      printed({
        type: 'matrix',
        series: [
          series({}, [
            [-1050, 1],
            [7, 2],
            [60_000, 3],
          ]),
        ],
      }),
    ).toContain('[[-1.050,"1"],[0.007,"2"],[60,"3"]]');
  });

  test('remarks stand beside the data with their places, ten of a kind at most', () => {
    const annotations = Array.from({ length: 12 }, (_, i) => ({
      severity: 'info' as const,
      message: `remark ${i}`,
      source: { start: 5, end: 6 },
    }));
    const { data, warnings, infos } = JSON.parse(
      printed(
        { type: 'vector', samples: [] },
        {
          query: 'sum(\nx)',
          annotations: [...annotations, { severity: 'warning', message: 'careful' }],
        },
      ),
    );
    expect(data.result).toEqual([]);
    expect(warnings).toEqual(['careful']);
    expect(infos).toHaveLength(11);
    expect(infos[0]).toBe('remark 0 (2:1)');
    expect(infos[10]).toBe('2 more info annotations omitted');
  });

  test('a native histogram is listed with its populated buckets', () => {
    const histogram: NativeHistogram = {
      schema: 0,
      count: 7,
      sum: 10.5,
      zeroThreshold: 0.25,
      zeroCount: 2,
      positive: [{ start: 1, counts: Float64Array.of(3, 0, 1) }],
      negative: [{ start: 0, counts: Float64Array.of(1) }],
      customValues: [],
      counterReset: 'unknown',
    };
    const labels = LabelSet.of({ __name__: 'h' });
    const { data } = JSON.parse(
      printed({ type: 'vector', samples: [{ labels, timestampMs: 1000, value: 0, histogram }] }),
    );
    expect(data.result[0]).toEqual({
      metric: { __name__: 'h' },
      histogram: [
        1,
        {
          count: '7',
          sum: '10.5',
          buckets: [
            [1, '-1', '-0.5', '1'],
            [3, '-0.25', '0.25', '2'],
            [0, '1', '2', '3'],
            [0, '4', '8', '1'],
          ],
        },
      ],
    });
    const mixed = {
      ...series({}, [
        [0, 5],
        [1000, 0],
      ]),
      histograms: [undefined, histogram],
    };
    const [point] = JSON.parse(printed({ type: 'matrix', series: [mixed] })).data.result;
    expect(point.values).toEqual([[0, '5']]);
    expect(point.histograms).toHaveLength(1);
  });

  test('any series come back from the JSON as they were, whatever their labels are', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', '\ud800', '"\\\n'),
    );
    const labels = fc.array(fc.tuple(text, text), { maxLength: 3 });
    const points = fc.array(fc.double(), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.tuple(labels, points), { maxLength: 3 }), (all) => {
        const value = {
          type: 'matrix' as const,
          series: all.map(([pairs, values]) => ({
            labels: LabelSet.from(pairs),
            timestamps: Float64Array.from(values, (_, i) => i * 250),
            values: Float64Array.from(values),
          })),
        };
        const { result } = JSON.parse(printed(value)).data;
        expect(result.map((one: { metric: object }) => new Map(Object.entries(one.metric)))).toEqual(
          value.series.map((one) => new Map(Object.entries(JSON.parse(JSON.stringify(one.labels))))),
        );
        expect(result.map((one: { values?: unknown }) => one.values ?? [])).toEqual(
          value.series.map((one) =>
            [...one.values].map((number, i) => [one.timestamps[i] / 1000, formatSampleValue(number)]),
          ),
        );
      }),
      { numRuns: 25 },
    );
  });

  test('a large answer comes in chunks that are complete characters together', () => {
    const many = Array.from({ length: 40 }, (_, i) =>
      series(
        { place: `Hafen ⚓ ${i}` },
        Array.from({ length: 5000 }, (__, k) => [k * 1000, k / 7] as const),
      ),
    );
    const chunks = [...printAnswer({ query: 'q', annotations: [], value: { type: 'matrix', series: many } })];
    expect(chunks.length).toBeGreaterThan(5);
    const { result } = JSON.parse(textOf(chunks)).data;
    expect(result).toHaveLength(40);
    expect(result[39].metric).toEqual({ place: 'Hafen ⚓ 39' });
    expect(result[39].values).toHaveLength(5000);
  });
});
