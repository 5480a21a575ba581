import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { LabelSpecs } from '@telltale/definition';
import { parseExposition } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../diagnostics/diagnostics.ts';
import type { Registry } from './registry.ts';
import { createRegistry } from './registry.ts';

/** The value of each exposed series of one metric. */
function valuesOf(registry: Registry, metric: string): Record<string, number> {
  const { families } = parseExposition(registry.expose());
  const samples = families.filter(({ name }) => name === metric).flatMap((family) => family.samples);
  return Object.fromEntries(samples.map(({ labels, value }) => [String(labels), value]));
}

function dropped(registry: Registry, reason: string): number {
  return valuesOf(registry, 'telltale_sdk_dropped_total')[`telltale_sdk_dropped_total{reason="${reason}"}`];
}

function diagnosticsOf(registry: Registry): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  registry.onDiagnostic((diagnostic) => diagnostics.push(diagnostic));
  return diagnostics;
}

/** What a caller without types could pass. */
interface Untyped {
  inc(labels?: unknown, step?: unknown): void;
  set(labels?: unknown, value?: unknown): void;
  observe(labels?: unknown, value?: unknown): void;
}

function untyped(instrument: unknown): Untyped {
  return instrument as Untyped;
}

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

describe('values that cannot be recorded', () => {
  const hostile = [NaN, Infinity, -Infinity, '5', 5n, null, {}, [], true, Symbol('x'), () => 1];

  test.each(hostile.map((value) => [value]))('a counter and a histogram refuse %s and count it', (value) => {
    const registry = createRegistry();
    untyped(registry.counter('a_total', { help: 'A' })).inc(value);
    untyped(registry.counter('b_total', { help: 'B', labels: { x: ['1'] } })).inc({ x: '1' }, value);
    untyped(registry.histogram('c', { help: 'C', buckets: [1] })).observe(value);
    untyped(registry.histogram('d', { help: 'D', labels: { x: ['1'] }, buckets: [1] })).observe(
      { x: '1' },
      value,
    );
    expect(valuesOf(registry, 'a_total')).toEqual({ a_total: 0 });
    expect(valuesOf(registry, 'b_total')).toEqual({ 'b_total{x="1"}': 0 });
    expect(valuesOf(registry, 'c')).toMatchObject({ c_sum: 0, c_count: 0 });
    expect(dropped(registry, 'invalid_value')).toBe(4);
  });

  test('a negative step of a counter is refused and counted as such', () => {
    const registry = createRegistry();
    registry.counter('a_total', { help: 'A' }).inc(-1);
    expect(valuesOf(registry, 'a_total')).toEqual({ a_total: 0 });
    expect(dropped(registry, 'negative_step')).toBe(1);
  });

  test('a gauge takes infinite values but not NaN', () => {
    const registry = createRegistry();
    const gauge = registry.gauge('a', { help: 'A' });
    gauge.set(-Infinity);
    gauge.set(NaN);
    gauge.inc(NaN);
    expect(valuesOf(registry, 'a')).toEqual({ a: -Infinity });
    expect(dropped(registry, 'invalid_value')).toBe(2);
  });

  test('a counter goes on beyond 2^53 without going down', () => {
    const registry = createRegistry();
    const counter = registry.counter('a_total', { help: 'A' });
    counter.inc(2 ** 53);
    counter.inc(1);
    counter.inc(2);
    expect(valuesOf(registry, 'a_total').a_total).toBe(2 ** 53 + 2);
  });
});

describe('labels that cannot be recorded', () => {
  const declared = { help: 'A', labels: { x: 'any', y: 'any' } } as const;

  const throwing = {
    x: '1',
    get y(): string {
      throw new Error('no');
    },
  };

  test.each([
    ['a missing label', () => ({ x: '1' }), 'missing_label'],
    ['an undefined label', () => ({ x: '1', y: undefined }), 'missing_label'],
    ['a label that is null', () => ({ x: '1', y: null }), 'missing_label'],
    ['no label', () => ({}), 'missing_label'],
    ['a number', () => 5, 'missing_label'],
    ['an unknown label', () => ({ x: '1', y: '2', z: '3' }), 'unknown_label'],
    ['undefined', () => undefined, 'unreadable_label'],
    ['null', () => null, 'unreadable_label'],
    ['a getter that throws', () => throwing, 'unreadable_label'],
  ])('%s is refused', (_, give, reason) => {
    const labels = give();
    const registry = createRegistry();
    untyped(registry.counter('a_total', declared)).inc(labels);
    untyped(registry.gauge('b', declared)).set(labels, 1);
    untyped(registry.histogram('c', { ...declared, buckets: [1] })).observe(labels, 1);
    expect([valuesOf(registry, 'a_total'), valuesOf(registry, 'b'), valuesOf(registry, 'c')]).toEqual([
      {},
      {},
      {},
    ]);
    expect(dropped(registry, reason)).toBe(3);
  });

  test('a handle of refused labels records into nothing', () => {
    const registry = createRegistry();
    const counter = registry.counter('a_total', declared);
    const handle = counter.with({ x: '1' } as unknown as { x: string; y: string });
    handle.inc();
    expect(valuesOf(registry, 'a_total')).toEqual({});
  });

  test.each([
    ['an array', ['a', 'b'], '[array]'],
    ['an object whose text would be a line', { toString: () => 'x"} 1\nevil 2' }, '[object]'],
    ['an object without prototype', Object.create(null), '[object]'],
    ['a symbol', Symbol('x'), '[symbol]'],
    ['a function', () => 'x', '[function]'],
    ['a bigint', 12n, '12'],
    ['a boolean', true, 'true'],
    ['a fraction', 1.5, '1.5'],
    ['minus zero', -0, '0'],
    ['a NUL', 'a\0b', 'a\u{fffd}b'],
    ['half of a surrogate pair', 'a\ud800b', 'a\u{fffd}b'],
    ['the text __proto__', '__proto__', '__proto__'],
  ])('%s is recorded as a harmless text', (_, value: unknown, recorded) => {
    const registry = createRegistry();
    const counter = registry.counter('a_total', { help: 'A', labels: { x: 'any' } });
    untyped(counter).inc({ x: value });
    untyped(counter).inc({ x: value });
    const [family] = parseExposition(registry.expose()).families.filter(({ name }) => name === 'a_total');
    expect(family.samples.map(({ labels, value }) => [labels.get('x'), value])).toEqual([[recorded, 2]]);
  });

  test('labels named __proto__, constructor and toString are labels like any other', () => {
    const registry = createRegistry();
    const labels = { ['__proto__']: 'any', constructor: 'any', toString: 'any' } as const;
    const gauge = registry.gauge('odd', { help: 'Odd', labels });
    expect(valuesOf(registry, 'odd')).toEqual({});
    const given: Record<string, string> = { ['__proto__']: 'p', constructor: 'c', toString: 't' };
    untyped(gauge).set(given, 1);
    // A name that starts with two underscores is Prometheus' own: recorded into nothing, and told.
    expect(diagnosticsOf(registry)[0]).toMatchObject({ kind: 'invalid_declaration', metric: 'odd' });
    const plain = registry.gauge('plain', { help: 'Plain', labels: { constructor: 'any', toString: 'any' } });
    plain.set({ constructor: 'c', toString: 't' }, 1);
    expect(valuesOf(registry, 'plain')).toEqual({ 'plain{constructor="c", toString="t"}': 1 });
  });

  test('a value of a megabyte is cut, once told', () => {
    const registry = createRegistry();
    const counter = registry.counter('a_total', { help: 'A', labels: { x: 'any' } });
    counter.inc({ x: 'x'.repeat(1e6) });
    counter.inc({ x: 'x'.repeat(1e6) });
    expect(registry.expose().length).toBeLessThan(3000);
    expect(diagnosticsOf(registry)).toMatchObject([{ kind: 'label_value_cut', metric: 'a_total' }]);
  });

  test('a value outside of the list is recorded and told', () => {
    const registry = createRegistry();
    const counter = registry.counter('a_total', { help: 'A', labels: { x: ['1'] } });
    untyped(counter).inc({ x: '2' });
    expect(valuesOf(registry, 'a_total')).toEqual({ 'a_total{x="1"}': 0, 'a_total{x="2"}': 1 });
    expect(diagnosticsOf(registry)).toMatchObject([{ kind: 'undeclared_label_value' }]);
  });
});

describe('the limit of series', () => {
  test('adds what is beyond up in one more series and counts it', () => {
    const registry = createRegistry({ maxSeriesPerMetric: 3 });
    const hits = registry.counter('hits_total', { help: 'Hits', labels: { user: 'any', zone: 'any' } });
    for (let i = 0; i < 10; i++) hits.inc({ user: i, zone: 'a' });
    for (let i = 0; i < 10; i++) hits.inc({ user: i, zone: 'a' });
    expect(valuesOf(registry, 'hits_total')).toEqual({
      'hits_total{user="0", zone="a"}': 2,
      'hits_total{user="1", zone="a"}': 2,
      'hits_total{user="2", zone="a"}': 2,
      'hits_total{user="__overflow__", zone="__overflow__"}': 14,
    });
    expect(dropped(registry, 'series_limit')).toBe(14);
  });

  test('keeps a hundred thousand different values from growing the registry', () => {
    const registry = createRegistry();
    const hits = registry.counter('hits_total', { help: 'Hits', labels: { user: 'any' } });
    for (let i = 0; i < 100_000; i++) hits.inc({ user: `user-${i}` });
    const values = Object.values(valuesOf(registry, 'hits_total'));
    expect(values).toHaveLength(2001);
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(100_000);
  });
});

describe('declarations that are wrong', () => {
  test('of two with the same name the first counts, and the same one is given back', () => {
    const registry = createRegistry();
    const first = registry.counter('a_total', { help: 'A' });
    expect(registry.counter('a_total', { help: 'Other words' })).toBe(first);
    untyped(registry.gauge('a_total', { help: 'A' })).set(5);
    first.inc();
    expect(valuesOf(registry, 'a_total')).toEqual({ a_total: 1 });
    expect(diagnosticsOf(registry)).toMatchObject([{ kind: 'invalid_declaration', metric: 'a_total' }]);
  });

  const manyLabels = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`l${index}`, 'any' as const]),
  );

  test.each<[string, LabelSpecs]>([
    ['bad-name', {}],
    ['', {}],
    ['a', { __name__: 'any' }],
    ['a', { '1': 'any' }],
    ['a', manyLabels],
  ])('%s %o can be recorded into and is not exposed', (name, labels) => {
    const registry = createRegistry();
    const before = registry.expose();
    const gauge = registry.gauge(name, { help: 'A', labels });
    untyped(gauge).set(labels, 1);
    expect(registry.expose().replace(/ 1$/m, ' 0')).toBe(before);
    expect(diagnosticsOf(registry).some(({ kind }) => kind === 'invalid_declaration')).toBe(true);
  });

  test.each([
    [
      [5, 1, 3],
      ['1', '3', '5', '+Inf'],
    ],
    [
      [1, 1, NaN, Infinity],
      ['1', '+Inf'],
    ],
    [[], ['+Inf']],
  ])('buckets %o become %o', (buckets, bounds) => {
    const registry = createRegistry();
    registry.histogram('a', { help: 'A', buckets }).observe(2);
    const series = Object.keys(valuesOf(registry, 'a')).filter((name) => name.startsWith('a_bucket'));
    expect(series).toEqual(bounds.map((bound) => `a_bucket{le="${bound}"}`));
  });

  test('a histogram with a label le is not exposed', () => {
    const registry = createRegistry();
    const histogram = registry.histogram('a', { help: 'A', labels: { le: 'any' }, buckets: [1] });
    histogram.observe({ le: '1' }, 1);
    expect(valuesOf(registry, 'a')).toEqual({});
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
