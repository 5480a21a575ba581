import { LabelSet, MemorySeriesStore } from '@telltale/model';
import type { SeriesSource } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { createQueryEngine } from '../../engine.ts';

const RANGE = { startMs: 60_000, endMs: 300_000, stepMs: 20_000 };

function samples(): MemorySeriesStore {
  const store = new MemorySeriesStore();
  for (const instance of ['a', 'b']) {
    const points = Array.from({ length: 31 }, (_, i) => [i * 10_000, i * i] as const);
    store.add(LabelSet.of({ __name__: 'm', instance }), points);
  }
  return store;
}

/** Reads series one by one through one column, and spoils the values of the last one. */
function scanningSource(): SeriesSource & { scans: number } {
  const store = samples();
  const scratch = new Float64Array(31);
  return {
    scans: 0,
    select: () => Promise.reject(new Error('series are read one by one')),
    async scan(request) {
      this.scans++;
      const series = await store.select(request);
      return {
        size: series.length,
        samples: series.reduce((sum, { values }) => sum + values.length, 0),
        heldBytes: 0,
        *[Symbol.iterator]() {
          for (const { labels, timestamps, values } of series) {
            scratch.set(values);
            yield { labels, timestamps, values: scratch.subarray(0, values.length) };
            scratch.fill(-1);
          }
        },
      };
    },
    series: (request) => store.series(request),
    labelNames: (request) => store.labelNames(request),
    labelValues: (name, request) => store.labelValues(name, request),
  };
}

describe('samples of a query', () => {
  test.each([
    'm',
    'm[1m]',
    'm offset 10s',
    'timestamp(m)',
    'rate(m[1m])',
    'last_over_time(m[1m])',
    'max_over_time(m[2m:30s])',
    'm and m > 3',
    'sum by (instance) (m) or vector(1)',
    'topk(1, m)',
    'sort_desc(m)',
    'label_replace(m, "x", "$1", "instance", "(.*)")',
    'm / m',
    'm / on (instance) m offset 10s',
    'absent_over_time(m[1m])',
    'm smoothed',
    'm[1m] anchored',
    'rate(m[1m] smoothed)',
  ])('the result of %s is right when each series overwrites the one before', async (query) => {
    const plain = createQueryEngine({ source: samples(), experimental: true });
    const engine = createQueryEngine({ source: scanningSource(), experimental: true });
    expect((await engine.instant(query, 150_000)).value).toEqual((await plain.instant(query, 150_000)).value);
    if (!query.startsWith('m[1m]')) {
      expect((await engine.range(query, RANGE)).value).toEqual((await plain.range(query, RANGE)).value);
    }
  });

  test('a selector that stands twice in a query is looked for once', async () => {
    const source = scanningSource();
    await createQueryEngine({ source }).instant('rate(m[1m]) / rate(m[1m]) + m', 150_000);
    expect(source.scans).toBe(2);
  });

  test('a source that tells while it loads is stopped at the limit', async () => {
    const source = samples();
    const told: number[] = [];
    const telling: SeriesSource = {
      series: (request) => source.series(request),
      labelNames: (request) => source.labelNames(request),
      labelValues: (name, request) => source.labelValues(name, request),
      select: async (request) => {
        for (let block = 0; block < 100; block++) {
          request.onSamples?.(10);
          told.push(10);
        }
        return source.select(request);
      },
    };
    const engine = createQueryEngine({ source: telling, limits: { maxSamples: 100 } });
    await expect(engine.instant('m', 150_000)).rejects.toMatchObject({ code: 'TT_QUERY_LIMIT' });
    expect(told).toHaveLength(10);
  });
});
