import { expect, test } from 'vitest';
import type { CompiledMatcher } from '../labels/matcher.ts';
import { LabelSet } from '../labels/label-set.ts';
import type { NativeHistogram } from '../samples/native-histogram.ts';
import { MemorySeriesStore } from './memory-series.ts';

const up = LabelSet.of({ __name__: 'up', job: 'a' });
const equal = (name: string, value: string): CompiledMatcher => ({
  name,
  op: '=',
  value,
  matches: (candidate) => candidate === value,
});
const everything = { matchers: [], startMs: 0, endMs: 1e6 };

test('samples that are not newer than the last are refused, repeated ones left out, and both counted', async () => {
  const store = new MemorySeriesStore();
  const ids = [store.intern(up)];
  const append = (timestampMs: number, value: number) =>
    store.append({ group: 'g', timestampMs, ids, values: Float64Array.of(value) });
  expect(append(10, 1)).toEqual({ accepted: 1, outOfOrder: 0, duplicates: 0 });
  expect(append(10, 1)).toEqual({ accepted: 0, outOfOrder: 0, duplicates: 1 });
  expect(append(10, 2)).toEqual({ accepted: 0, outOfOrder: 1, duplicates: 0 });
  expect(append(9, 1)).toEqual({ accepted: 0, outOfOrder: 1, duplicates: 0 });
  expect([...(await store.select(everything))[0].timestamps]).toEqual([10]);
});

test('a selection is bounded by its matchers and both ends of its range', async () => {
  const store = new MemorySeriesStore();
  store.add(
    up,
    Array.from({ length: 50 }, (_, i) => [i * 10, i] as const),
  );
  store.add(up.with({ job: 'b' }), [[5, 1]]);
  const [series] = await store.select({ matchers: [equal('job', 'a')], startMs: 20, endMs: 40 });
  expect([...series.timestamps]).toEqual([20, 30, 40]);
  expect(await store.select({ matchers: [equal('job', 'b')], startMs: 6, endMs: 9 })).toEqual([]);
});

test('names and values are those of the series in the range', async () => {
  const store = new MemorySeriesStore();
  store.add(up, [[5, 1]]);
  store.add(LabelSet.of({ __name__: 'down', zone: 'z' }), [[500, 1]]);
  expect(await store.labelNames(everything)).toEqual(['__name__', 'job', 'zone']);
  expect(await store.labelNames({ ...everything, endMs: 100 })).toEqual(['__name__', 'job']);
  expect(await store.labelValues('__name__', everything)).toEqual(['down', 'up']);
  expect((await store.series(everything)).map(String)).toEqual(['up{job="a"}', 'down{zone="z"}']);
});

test('a native histogram is kept beside the numbers of its series', async () => {
  const store = new MemorySeriesStore();
  const id = store.intern(LabelSet.of({ __name__: 'latency' }));
  const histogram: NativeHistogram = {
    schema: 0,
    count: 3,
    sum: 4.5,
    zeroThreshold: 0,
    zeroCount: 0,
    positive: [{ start: 0, counts: Float64Array.of(1, 2) }],
    negative: [],
    customValues: [],
    counterReset: 'unknown',
  };
  store.append({ group: 'a', timestampMs: 1, ids: [id], values: Float64Array.of(7) });
  store.append({
    group: 'a',
    timestampMs: 2,
    ids: [id],
    values: Float64Array.of(0),
    histograms: [histogram],
  });
  const [series] = await store.select({ matchers: [], startMs: 2, endMs: 2 });
  expect(series.histograms).toEqual([histogram]);
});
