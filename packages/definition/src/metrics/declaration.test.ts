import { expect, test } from 'vitest';
import type { MetricDeclarations } from './declaration.ts';
import { gauge, histogram } from './declaration.ts';
import { info } from './info.ts';
import { stateset } from './state-set.ts';
import { summary } from './summary.ts';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { resolveDefinition } from '../resolve/resolve-definition.ts';

const metrics = {
  latency_seconds: histogram({ help: 'Latency', unit: 'seconds', native: { factor: 1.05 } }),
  basket_items: summary({ help: 'Items', labels: { shop: 'any' }, quantiles: [0.5, 0.95] }),
  build_info: info({ help: 'What is running', labels: { version: 'any' } }),
  breaker_state: stateset({ help: 'Circuit breaker', states: ['closed', 'open'] }),
  carts: gauge({ help: 'Open carts', aggregate: 'max', ttl: '10m' }),
};

/** Faults of a definition with these metrics. */
function faultsOf(wrong: MetricDeclarations): readonly string[] {
  try {
    resolveDefinition(defineMonitoring({ service: 'shop', metrics: wrong }));
    return [];
  } catch (error) {
    return (error instanceof Error ? error.message : '')
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
}

test('what is not said of a native histogram has the resolution of Prometheus clients', () => {
  expect(metrics.latency_seconds).toMatchObject({
    buckets: [],
    native: { factor: 1.05, maxBuckets: 160, zeroThreshold: 2 ** -128 },
  });
});

test('queries of summaries, infos, state sets and native histograms are built for their series', () => {
  const { dashboards } = resolveDefinition(
    defineMonitoring({
      service: 'shop',
      metrics,
      dashboards: (m) => ({
        Shop: {
          Quantile: m.basket_items.where({ shop: 'a' }).quantile(0.95),
          'Mean items': m.basket_items.mean('5m', 'shop'),
          Versions: m.build_info.now().count('version'),
          Open: m.breaker_state.is('open'),
          'Slowest 5 %': m.latency_seconds.quantile(0.95, '5m'),
          'Mean latency': m.latency_seconds.mean('5m'),
          Rate: m.latency_seconds.rate('5m').sum(),
        },
      }),
    }),
  );
  expect(dashboards[0].panels.map(({ queries }) => queries[0].query)).toEqual([
    'basket_items{shop="a", quantile="0.95"}',
    'sum by (shop) (rate(basket_items_sum[5m])) / sum by (shop) (rate(basket_items_count[5m]))',
    'count by (version) (build_info)',
    'breaker_state{breaker_state="open"}',
    'histogram_quantile(0.95, sum(rate(latency_seconds[5m])))',
    'sum(histogram_sum(rate(latency_seconds[5m]))) / sum(histogram_count(rate(latency_seconds[5m])))',
    'sum(histogram_count(rate(latency_seconds[5m])))',
  ]);
});

test('faults of the kinds of metric are told with their places', () => {
  const faults = faultsOf({
    build: info({ help: 'Name' }),
    items: summary({ help: 'Items', quantiles: [95], maxAge: 'soon' as '1m', ageBuckets: 0 }),
    state: stateset({ help: 'State', states: ['on', 'on'] }),
    carts: gauge({ help: 'Carts', ttl: '0s', aggregate: 'mean' as 'average', maxSeries: 0 }),
    latency: histogram({ help: 'Time', native: { factor: 1, maxBuckets: 0.5, zeroThreshold: -1 } }),
    door: stateset({ help: 'Door', states: ['open'], labels: { door: 'any' } }),
    shelf: gauge({ help: 'Shelf', labels: { id: { maxValues: 0 } } }),
  });
  expect(faults.join('\n')).toMatchInlineSnapshot(`
    "metrics.build: the name of an info ends in _info: build_info
    metrics.items.quantiles: quantiles are different shares from 0 to 1, such as 0.95
    metrics.items.maxAge: 'soon' is not a duration: write one such as '15s' or '5m'
    metrics.items.ageBuckets: write a whole number from 1 to 60
    metrics.state.states: list each state once
    metrics.carts.ttl: '0s' is not a duration: write one such as '15s' or '5m'
    metrics.carts.maxSeries: write a whole number from 1 on
    metrics.carts.aggregate: write one of sum, max, min, average, first, omit
    metrics.latency.native.factor: write a number above 1, such as 1.1
    metrics.latency.native.maxBuckets: write a whole number from 1 on
    metrics.latency.native.zeroThreshold: write a number from 0 on
    metrics.door.labels.door: 'door' is set by Prometheus or the kind of metric; choose another name
    metrics.shelf.labels.id.maxValues: write a whole number from 1 on"
  `);
});
