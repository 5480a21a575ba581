import { formatSampleNumber } from '@telltale/model';
import * as successor from '@prometheus-io/client';
import * as ours from '../prom-client.ts';
import * as prom from 'prom-client';
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, dropped } from '../../test/support/registry-view.ts';
import { createRegistry } from './registry.ts';
import type { Registry } from './registry.ts';

/** Series and values of included registries. */
async function foreignValues(registry: Registry, timeoutMs?: number): Promise<Record<string, string>> {
  const { foreign } = await registry.gather({ ...(timeoutMs && { timeoutMs }) });
  const samples = foreign.flatMap(({ type, samples }) =>
    samples.map(({ labels, value }) => [String(labels), `${type} ${formatSampleNumber(value)}`] as const),
  );
  return Object.fromEntries(samples);
}

type Client = Pick<typeof ours, 'Registry' | 'Counter' | 'Gauge' | 'Histogram' | 'Summary'>;

describe.each([
  ['prom-client', prom as unknown as Client],
  ['@prometheus-io/client', successor as unknown as Client],
  ['@telltale/sdk/prom-client', ours],
])('a registry of %s', (_, { Registry, Counter, Gauge, Histogram, Summary }) => {
  test('is shown beside ours with all its kinds of metrics and its default labels', async () => {
    const theirs = new Registry();
    const registers = [theirs];
    theirs.setDefaultLabels({ app: 'shop' });
    new Counter({ name: 'orders_total', help: 'Orders', labelNames: ['code'], registers }).inc(
      { code: 200 },
      3,
    );
    new Gauge({ name: 'carts', help: 'Carts', registers }).set(-2);
    new Histogram({ name: 'pay_seconds', help: 'Paying', buckets: [1], registers }).observe(0.5);
    new Summary({ name: 'size_bytes', help: 'Size', percentiles: [0.5], registers }).observe(7);
    const registry = createRegistry();
    registry.include(theirs);
    expect(await foreignValues(registry)).toEqual({
      'orders_total{app="shop", code="200"}': 'counter 3',
      'carts{app="shop"}': 'gauge -2',
      'pay_seconds_bucket{app="shop", le="1"}': 'histogram 1',
      'pay_seconds_bucket{app="shop", le="+Inf"}': 'histogram 1',
      'pay_seconds_sum{app="shop"}': 'histogram 0.5',
      'pay_seconds_count{app="shop"}': 'histogram 1',
      'size_bytes{app="shop", quantile="0.5"}': 'summary 7',
      'size_bytes_sum{app="shop"}': 'summary 7',
      'size_bytes_count{app="shop"}': 'summary 1',
    });
  });

  test('of the OpenMetrics kind keeps the names of its counters, also once it was exposed itself', async () => {
    const theirs = new Registry(Registry.OPENMETRICS_CONTENT_TYPE);
    new Counter({ name: 'orders_total', help: 'Orders', registers: [theirs] }).inc();
    await theirs.metrics();
    const registry = createRegistry();
    registry.include(theirs);
    expect(await foreignValues(registry)).toEqual({ orders_total: 'counter 1' });
  });
});

function gauge(configuration: prom.GaugeConfiguration<string>): prom.Gauge {
  return new prom.Gauge(configuration);
}

test('of two metrics with the same name ours is shown, which is told', async () => {
  const theirs = new prom.Registry();
  const registers = [theirs];
  new prom.Counter({ name: 'orders_total', help: 'Theirs', registers }).inc(7);
  // The samples of this one would be named as one of ours.
  new prom.Histogram({ name: 'pay', help: 'Theirs', registers }).observe(7);
  new prom.Gauge({ name: 'carts', help: 'Theirs', registers }).set(2);
  const registry = createRegistry();
  registry.counter('orders_total', { help: 'Ours' }).inc();
  registry.counter('pay_count', { help: 'Ours' }).inc();
  registry.include(theirs);
  expect(await foreignValues(registry)).toEqual({ carts: 'gauge 2' });
  expect(diagnosticsOf(registry).map(({ kind, metric }) => [kind, metric])).toEqual([
    ['invalid_declaration', 'orders_total'],
    ['invalid_declaration', 'pay'],
  ]);
});

test('a registry that fails spoils only itself, and is told', async () => {
  const broken = new prom.Registry();
  gauge({
    name: 'pool',
    help: 'Pool',
    registers: [broken],
    collect: () => Promise.reject(new Error('the pool is gone')),
  });
  const sound = new prom.Registry();
  new prom.Gauge({ name: 'carts', help: 'Carts', registers: [sound] }).set(2);
  const registry = createRegistry();
  registry.include(broken);
  registry.include(sound);
  expect(await foreignValues(registry)).toEqual({ carts: 'gauge 2' });
  expect(dropped(registry, 'collect_failed')).toBe(1);
  expect(diagnosticsOf(registry)[0].message).toContain('the pool is gone');
});

test('a registry that hangs is left out, and is not asked again while it hangs', async () => {
  const hanging = new prom.Registry();
  let asked = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  gauge({
    name: 'pool',
    help: 'Pool',
    registers: [hanging],
    collect: () => {
      asked++;
      return promise;
    },
  });
  const registry = createRegistry();
  registry.include(hanging);
  registry.include(registryWithCarts());
  expect(await foreignValues(registry, 10)).toEqual({ carts: 'gauge 2' });
  expect(await foreignValues(registry, 10)).toEqual({ carts: 'gauge 2' });
  expect(asked).toBe(1);
  resolve();
  expect(await foreignValues(registry)).toEqual({ pool: 'gauge 0', carts: 'gauge 2' });
});

function registryWithCarts(): prom.Registry {
  const registry = new prom.Registry();
  gauge({ name: 'carts', help: 'Carts', registers: [registry] }).set(2);
  return registry;
}

test('what a registry makes up itself cannot forge samples', async () => {
  const registry = createRegistry();
  const getMetricsAsJSON = async () => [
    undefined as never,
    { name: 5, values: [{ value: 1 }] },
    { name: 'text', type: 'counter', help: 'H', values: [{ value: '1\nevil 2' }] },
    {
      name: 'odd',
      type: 'nonsense',
      help: { toString: () => 'x' },
      values: [
        { value: 1, labels: { __name__: 'evil', a: { toString: () => 'x"} 1\nevil 2' }, b: null, c: 'x\0' } },
        null,
      ],
    },
    { name: 'no_values', type: 'gauge', help: 'None' },
  ];
  registry.include({ getMetricsAsJSON });
  expect(await foreignValues(registry)).toEqual({ 'odd{a="[object]", c="x\u{fffd}"}': 'unknown 1' });
});

test('a registry is shown until it is taken out, and as it was read last where nothing is waited for', async () => {
  const registry = createRegistry();
  const takeOut = registry.include(registryWithCarts());
  expect(registry.gatherNow().foreign).toEqual([]);
  await registry.gather();
  expect(registry.gatherNow().foreign.map(({ name }) => name)).toEqual(['carts']);
  takeOut();
  expect(registry.gatherNow().foreign).toEqual([]);
  expect(await foreignValues(registry)).toEqual({});
});
