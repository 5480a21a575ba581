import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, dropped, valuesOf } from '../../test/support/registry-view.ts';
import { createRegistry } from './registry.ts';

describe('a counter', () => {
  test('adds up by labels, in whatever order they are given', () => {
    const registry = createRegistry();
    const hits = registry.counter('hits_total', { help: 'Hits', labels: { method: 'any', status: 'any' } });
    hits.inc({ method: 'GET', status: 200 });
    hits.inc({ status: '200', method: 'GET' }, 2);
    hits.inc({ method: 'POST', status: 200 });
    expect(valuesOf(registry, 'hits_total')).toEqual({
      'hits_total{method="GET", status="200"}': 3,
      'hits_total{method="POST", status="200"}': 1,
    });
  });

  test('without labels is its own only series and starts at zero', () => {
    const registry = createRegistry();
    const jobs = registry.counter('jobs_total', { help: 'Jobs' });
    expect(valuesOf(registry, 'jobs_total')).toEqual({ jobs_total: 0 });
    jobs.inc();
    jobs.inc(2.5);
    expect(valuesOf(registry, 'jobs_total')).toEqual({ jobs_total: 3.5 });
  });

  test('keeps its series together with the handle of the same labels', () => {
    const registry = createRegistry();
    const hits = registry.counter('hits_total', { help: 'Hits', labels: { route: 'any' } });
    const handle = hits.with({ route: '/a' });
    for (let i = 0; i < 500; i++) hits.inc({ route: `/${i}` });
    handle.inc();
    hits.inc({ route: '/a' });
    expect(valuesOf(registry, 'hits_total')['hits_total{route="/a"}']).toBe(2);
  });

  test('reads a total that is kept elsewhere and never goes down with it', () => {
    const registry = createRegistry();
    let total = 5;
    registry.counter('reads_total', { help: 'Reads' }).collect(() => total);
    expect(valuesOf(registry, 'reads_total')).toEqual({ reads_total: 5 });
    total = 3;
    expect(valuesOf(registry, 'reads_total')).toEqual({ reads_total: 5 });
    total = 8;
    expect(valuesOf(registry, 'reads_total')).toEqual({ reads_total: 8 });
  });
});

describe('a gauge', () => {
  test('is set, raised and lowered', () => {
    const registry = createRegistry();
    const open = registry.gauge('open', { help: 'Open', labels: { kind: ['a', 'b'] } });
    open.set({ kind: 'a' }, 5);
    open.inc({ kind: 'a' });
    open.dec({ kind: 'a' }, 3);
    open.with({ kind: 'b' }).dec();
    expect(valuesOf(registry, 'open')).toEqual({ 'open{kind="a"}': 3, 'open{kind="b"}': -1 });
  });

  test('reads its value at each scrape', () => {
    const registry = createRegistry();
    let reads = 0;
    registry.gauge('reads', { help: 'Reads' }).collect(() => ++reads);
    registry.expose();
    expect(valuesOf(registry, 'reads')).toEqual({ reads: 2 });
  });

  test('keeps its value when reading it throws, and the other metrics are exposed', () => {
    const registry = createRegistry();
    const broken = registry.gauge('broken', { help: 'Broken' });
    broken.set(7);
    broken.collect(() => {
      throw new Error('no pool');
    });
    const diagnostics = diagnosticsOf(registry);
    expect(valuesOf(registry, 'broken')).toEqual({ broken: 7 });
    expect(dropped(registry, 'collect_failed')).toBe(2);
    expect(diagnostics).toEqual([
      { kind: 'collect_failed', metric: 'broken', message: 'collecting failed: no pool' },
    ]);
  });
});

describe('a histogram', () => {
  test('counts a value in the first bucket whose bound it does not exceed', () => {
    const registry = createRegistry();
    const sizes = registry.histogram('sizes', { help: 'Sizes', buckets: [1, 2, 5] });
    for (const value of [-1, 1, 1.5, 2, 5, 6]) sizes.observe(value);
    expect(valuesOf(registry, 'sizes')).toEqual({
      'sizes_bucket{le="1"}': 2,
      'sizes_bucket{le="2"}': 4,
      'sizes_bucket{le="5"}': 5,
      'sizes_bucket{le="+Inf"}': 6,
      sizes_sum: 14.5,
      sizes_count: 6,
    });
  });

  test('times functions that return, throw, resolve and reject, and passes on what they do', async () => {
    const registry = createRegistry();
    const seconds = registry.histogram('work_seconds', {
      help: 'Work',
      labels: { job: 'any' },
      buckets: [10],
    });
    const labels = { job: 'a' };
    const count = () => valuesOf(registry, 'work_seconds')['work_seconds_count{job="a"}'] ?? 0;
    expect(seconds.time(labels, () => 5)).toBe(5);
    expect(() =>
      seconds.time(labels, () => {
        throw new Error('failed');
      }),
    ).toThrow('failed');
    expect(count()).toBe(2);
    const pending = seconds.with(labels).time(async () => 6);
    expect(count()).toBe(2);
    expect(await pending).toBe(6);
    await expect(seconds.time(labels, () => Promise.reject(new Error('rejected')))).rejects.toThrow(
      'rejected',
    );
    expect(count()).toBe(4);
  });

  test('does not start a lazy query by timing it', () => {
    const registry = createRegistry();
    const seconds = registry.histogram('work_seconds', { help: 'Work', buckets: [10] });
    let starts = 0;
    // What query builders return: they run when `then` is called.
    // oxlint-disable-next-line unicorn/no-thenable
    const lazy = Object.defineProperty({}, 'then', { value: () => starts++ });
    expect(seconds.time(() => lazy)).toBe(lazy);
    expect(starts).toBe(0);
  });
});

describe('series of labels with listed values', () => {
  test('exist from the start, so that the first event is seen as an increase', () => {
    const registry = createRegistry();
    registry.counter('orders_total', {
      help: 'Orders',
      labels: { method: ['card', 'bill'], vip: ['yes', 'no'] },
    });
    expect(Object.values(valuesOf(registry, 'orders_total'))).toEqual([0, 0, 0, 0]);
  });

  test('do not exist from the start where a label is open or there are more than a hundred', () => {
    const registry = createRegistry();
    const many = Array.from({ length: 11 }, (_, index) => String(index));
    registry.counter('a_total', { help: 'A', labels: { x: many, y: many } });
    registry.counter('b_total', { help: 'B', labels: { x: many, y: 'any' } });
    expect(valuesOf(registry, 'a_total')).toEqual({});
    expect(valuesOf(registry, 'b_total')).toEqual({});
  });
});

describe('diagnostics', () => {
  test('are told once per kind and metric, to late listeners too, and on the channel', () => {
    const registry = createRegistry();
    const onChannel: unknown[] = [];
    const listen = (message: unknown) => onChannel.push(message);
    subscribe('telltale', listen);
    const counter = registry.counter('a_total', { help: 'A' });
    for (let i = 0; i < 5; i++) counter.inc(NaN);
    unsubscribe('telltale', listen);
    const expected = [{ kind: 'invalid_value', metric: 'a_total', message: 'NaN cannot be recorded' }];
    expect(onChannel).toEqual(expected);
    expect(diagnosticsOf(registry)).toEqual(expected);
  });

  test('a listener that throws does not reach the code that records', () => {
    const registry = createRegistry();
    registry.onDiagnostic(() => {
      throw new Error('listener');
    });
    const stop = registry.onDiagnostic(() => undefined);
    stop();
    expect(() => registry.counter('a_total', { help: 'A' }).inc(NaN)).not.toThrow();
  });
});
