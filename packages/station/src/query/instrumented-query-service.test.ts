import { LabelSet, MemorySeriesStore } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { expect, test } from 'vitest';
import type { QueryObservation } from './instrumented-query-service.ts';
import { instrumentQueries } from './instrumented-query-service.ts';

const everything = { selectors: [[]], startMs: 0, endMs: 10_000 };

function setUp() {
  const store = new MemorySeriesStore();
  const id = store.intern(LabelSet.of({ __name__: 'orders', shop: 'chandlery' }));
  store.append({ group: 'shop', timestampMs: 1000, ids: [id], values: Float64Array.of(7) });
  const engine = createQueryEngine({
    source: store,
    metadata: () => new Map([['orders', { type: 'gauge', help: 'Orders', unit: '' }]]),
  });
  const observed: QueryObservation[] = [];
  return { query: instrumentQueries(engine, (observation) => observed.push(observation)), observed };
}

test('an observed engine still answers everything a query service answers', async () => {
  const { query } = setUp();
  expect((await query.series(everything)).map((labels) => labels.toString())).toEqual([
    'orders{shop="chandlery"}',
  ]);
  expect(await query.labelNames(everything)).toEqual(['__name__', 'shop']);
  expect(await query.labelValues('shop', everything)).toEqual(['chandlery']);
  expect([...(await query.metadata()).keys()]).toEqual(['orders']);
});

test('each instant and range query is observed, and whether it failed', async () => {
  const { query, observed } = setUp();
  await query.instant('orders', 1000);
  await query.range('orders', { startMs: 0, endMs: 2000, stepMs: 1000 });
  await expect(query.instant('orders{', 1000)).rejects.toThrow();
  expect(observed.map(({ kind, isError }) => [kind, isError])).toEqual([
    ['instant', false],
    ['range', false],
    ['instant', true],
  ]);
});
