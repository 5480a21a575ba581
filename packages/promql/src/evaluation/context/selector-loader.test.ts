import { LabelSet, MemorySeriesStore } from '@telltale/model';
import type { SeriesColumns, SeriesSource } from '@telltale/model';
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

/** Copies its answers and overwrites them as soon as they are given back. */
function reusingSource(): SeriesSource & { readonly given: SeriesColumns[][]; releases: number } {
  const store = samples();
  const given: SeriesColumns[][] = [];
  return {
    given,
    releases: 0,
    select: async (request) => {
      const answer = (await store.select(request)).map(({ labels, timestamps, values }) => ({
        labels,
        timestamps: timestamps.slice(),
        values: values.slice(),
      }));
      given.push(answer);
      return answer;
    },
    release(series) {
      this.releases++;
      for (const { timestamps, values } of series) {
        timestamps.fill(-1);
        values.fill(-1);
      }
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
  ])('the result of %s is still right when they were given back', async (query) => {
    const source = reusingSource();
    const plain = createQueryEngine({ source: samples() });
    const engine = createQueryEngine({ source });
    expect((await engine.instant(query, 150_000)).value).toEqual((await plain.instant(query, 150_000)).value);
    if (query !== 'm[1m]') {
      expect((await engine.range(query, RANGE)).value).toEqual((await plain.range(query, RANGE)).value);
    }
    expect(source.releases).toBe(source.given.length);
  });

  test('they are given back when the query fails, too', async () => {
    const source = reusingSource();
    const engine = createQueryEngine({ source });
    await expect(engine.instant('m + on () m', 150_000)).rejects.toMatchObject({
      code: 'TT_QUERY_EXECUTION',
    });
    expect(source.releases).toBe(source.given.length);
  });

  test('a source that tells while it loads is stopped at the limit', async () => {
    const source = reusingSource();
    const told: number[] = [];
    const telling: SeriesSource = {
      ...source,
      select: async (request, signal) => {
        for (let block = 0; block < 100; block++) {
          request.onSamples?.(10);
          told.push(10);
        }
        return source.select(request, signal);
      },
    };
    const engine = createQueryEngine({ source: telling, limits: { maxSamples: 100 } });
    await expect(engine.instant('m', 150_000)).rejects.toMatchObject({ code: 'TT_QUERY_LIMIT' });
    expect(told).toHaveLength(10);
  });
});
