import type { NativeHistogram } from '@telltale/model';
import { LabelSet, MemorySeriesStore } from '@telltale/model';
import { expect, test } from 'vitest';
import { createQueryEngine } from '../../engine.ts';

const MEGABYTE = 1024 * 1024;

function storeOf(count: number, buckets: number): MemorySeriesStore {
  const source = new MemorySeriesStore();
  const id = source.intern(LabelSet.of({ __name__: 'h' }));
  const histogram: NativeHistogram = {
    schema: 3,
    count: buckets,
    sum: 1,
    zeroThreshold: 0,
    zeroCount: 0,
    positive: [{ start: 0, counts: new Float64Array(buckets).fill(1) }],
    negative: [],
    customValues: [],
    counterReset: 'gauge',
  };
  for (let i = 0; i < count; i++)
    source.append({
      group: 'a',
      ids: [id],
      timestampMs: i * 1000,
      values: new Float64Array(1),
      histograms: [histogram],
    });
  return source;
}

const RANGE = { startMs: 0, endMs: 199_000, stepMs: 1000 };

test('a query whose histograms need more memory than there is fails, and says so', async () => {
  // 200 samples are nothing, but 200 histograms of 1000 buckets are 1.6 MB, and as much again doubled.
  const source = storeOf(200, 1000);
  const ask = (maxBytes: number): Promise<unknown> =>
    createQueryEngine({ source, limits: { maxBytes } }).range('h * 2', RANGE);
  await expect(ask(4 * MEGABYTE)).resolves.toBeDefined();
  await expect(ask(2 * MEGABYTE)).rejects.toThrow(/query needs at least \d+ MB/);
  await expect(ask(MEGABYTE)).rejects.toMatchObject({ code: 'TT_QUERY_LIMIT' });
});
