import { setImmediate } from 'node:timers/promises';
import type { LabelSpecs } from '@telltale/definition';
import { parseExposition } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, dropped, untyped, valuesOf } from '../../test/support/registry-view.ts';
import { createRegistry } from './registry.ts';

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

describe('functions that turn out to be asynchronous', () => {
  const fail = () => Promise.reject(new Error('the pool is gone'));

  test('a collect function whose promise rejects is counted and does not end the process', async () => {
    const registry = createRegistry();
    registry.gauge('pool', { help: 'P', labels: { state: 'any' } }).collect(fail);
    untyped(registry.gauge('size', { help: 'S' })).collect(fail);
    untyped(registry.counter('uses_total', { help: 'U' })).collect(fail);
    registry.expose();
    // Node reports a rejection that nobody handled when the microtasks are done: the run would fail.
    await setImmediate();
    expect(dropped(registry, 'collect_failed')).toBe(3);
  });

  test('a diagnostics listener whose promise rejects does not end the process', async () => {
    const registry = createRegistry();
    registry.onDiagnostic(fail);
    registry.gauge('a', { help: 'A' }).set(NaN);
    await setImmediate();
    expect(dropped(registry, 'invalid_value')).toBe(1);
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
      'hits_total{user="__other__", zone="__other__"}': 14,
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
