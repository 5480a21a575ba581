import { describe, expect, test } from 'vitest';
import { valuesOf } from '../../test/support/registry-view.ts';
import { createRegistry } from './registry.ts';

const labels = { user: 'any' } as const;

function clockedRegistry() {
  const clock = { ms: 0, now: () => clock.ms };
  return { clock, registry: createRegistry({ clock }) };
}

describe('series', () => {
  test('start at zero when they are asked to, before anything is counted', () => {
    const registry = createRegistry();
    const hits = registry.counter('hits_total', { help: 'Hits', labels });
    hits.zero({ user: 'a' });
    expect(valuesOf(registry, 'hits_total')).toEqual({ 'hits_total{user="a"}': 0 });
    hits.inc({ user: 'a' });
    hits.zero({ user: 'a' });
    expect(valuesOf(registry, 'hits_total')).toEqual({ 'hits_total{user="a"}': 1 });
  });

  test('are removed; a handle that was kept records unseen, and the same labels start anew', () => {
    const registry = createRegistry();
    const hits = registry.counter('hits_total', { help: 'Hits', labels });
    const handle = hits.with({ user: 'a' });
    handle.inc(5);
    hits.inc({ user: 'b' });
    hits.remove({ user: 'a' });
    handle.inc();
    expect(valuesOf(registry, 'hits_total')).toEqual({ 'hits_total{user="b"}': 1 });
    hits.inc({ user: 'a' });
    handle.inc();
    expect(valuesOf(registry, 'hits_total')).toEqual({
      'hits_total{user="b"}': 1,
      'hits_total{user="a"}': 1,
    });
  });

  test('that are not there are removed without harm', () => {
    const registry = createRegistry();
    const hits = registry.counter('hits_total', { help: 'Hits', labels });
    hits.remove({ user: 'nobody' });
    expect(valuesOf(registry, 'hits_total')).toEqual({});
  });

  test('are cleared; those of listed values start at zero again', () => {
    const registry = createRegistry();
    const orders = registry.counter('orders_total', { help: 'Orders', labels: { by: ['card', 'bill'] } });
    orders.inc({ by: 'card' });
    orders.clear();
    expect(Object.values(valuesOf(registry, 'orders_total'))).toEqual([0, 0]);
  });

  test('that were removed make room below the limit', () => {
    const registry = createRegistry({ maxSeriesPerMetric: 2 });
    const gauge = registry.gauge('g', { help: 'G', labels });
    gauge.set({ user: 'a' }, 1);
    gauge.set({ user: 'b' }, 1);
    gauge.remove({ user: 'a' });
    gauge.set({ user: 'c' }, 1);
    expect(Object.keys(valuesOf(registry, 'g'))).toEqual(['g{user="b"}', 'g{user="c"}']);
  });
});

describe('series with a time to live', () => {
  test('are gone when their value has not changed for so long, and start anew', () => {
    const { clock, registry } = clockedRegistry();
    const hits = registry.counter('hits_total', { help: 'Hits', labels, ttl: '1m' });
    hits.inc({ user: 'idle' });
    hits.inc({ user: 'busy' });
    registry.expose();
    clock.ms = 40_000;
    hits.inc({ user: 'busy' });
    registry.expose();
    clock.ms = 70_000;
    expect(valuesOf(registry, 'hits_total')).toEqual({ 'hits_total{user="busy"}': 2 });
    hits.inc({ user: 'idle' });
    expect(valuesOf(registry, 'hits_total')['hits_total{user="idle"}']).toBe(1);
  });

  test('are only hidden while they have a handle, and come back with their total', () => {
    const { clock, registry } = clockedRegistry();
    const seconds = registry.histogram('h', { help: 'H', labels, buckets: [1], ttl: '1m' });
    const handle = seconds.with({ user: 'a' });
    handle.observe(0.5);
    registry.expose();
    clock.ms = 61_000;
    expect(valuesOf(registry, 'h')).toEqual({});
    expect(registry.metrics.find(({ name }) => name === 'h')?.seriesCount).toBe(0);
    clock.ms = 63_000;
    handle.observe(0.5);
    expect(valuesOf(registry, 'h')['h_count{user="a"}']).toBe(2);
  });

  test('of other metrics stay for ever', () => {
    const { clock, registry } = clockedRegistry();
    registry.counter('hits_total', { help: 'Hits', labels }).inc({ user: 'a' });
    registry.expose();
    clock.ms = 1e12;
    expect(Object.values(valuesOf(registry, 'hits_total'))).toEqual([1]);
  });
});
