import { setImmediate } from 'node:timers/promises';
import type { LabelSpecs } from '@telltale/definition';
import { parseExposition } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, dropped, untyped, valuesOf } from '../../test/support/registry-view.ts';
import { createRegistry } from './registry.ts';

describe('values that cannot be recorded', () => {
  const hostile = [NaN, Infinity, -Infinity, '5', 5n, null, {}, [], true, Symbol('x'), () => 1];

  test.each(hostile.map((value) => [value]))(
    'case 7: a counter and a histogram refuse %s and count it',
    (value) => {
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
    },
  );

  test('case 8: a negative step of a counter is refused and counted as such', () => {
    const registry = createRegistry();
    registry.counter('a_total', { help: 'A' }).inc(-1);
    expect(valuesOf(registry, 'a_total')).toEqual({ a_total: 0 });
    expect(dropped(registry, 'negative_step')).toBe(1);
  });

  test('case 7: a gauge takes infinite values but not NaN', () => {
    const registry = createRegistry();
    const gauge = registry.gauge('a', { help: 'A' });
    gauge.set(-Infinity);
    gauge.set(NaN);
    gauge.inc(NaN);
    expect(valuesOf(registry, 'a')).toEqual({ a: -Infinity });
    expect(dropped(registry, 'invalid_value')).toBe(2);
  });

  test('case 14: a counter goes on beyond 2^53 without going down', () => {
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
  ])('case 10: %s is refused', (_, give, reason) => {
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
    ['case 1: an array', ['a', 'b'], '[array]'],
    ['case 1: an array that would be a line', ['x"} 9\nevil_metric 1\n#'], '[array]'],
    ['case 2: an object whose text would be a line', { toString: () => 'x"} 1\nevil 2' }, '[object]'],
    ['an object without prototype', Object.create(null), '[object]'],
    ['a symbol', Symbol('x'), '[symbol]'],
    ['a function', () => 'x', '[function]'],
    ['case 7: a bigint', 12n, '12'],
    ['a boolean', true, 'true'],
    ['a fraction', 1.5, '1.5'],
    ['case 7: minus zero', -0, '0'],
    ['case 3: quotes, backslashes and line ends', 'a"b\\c\nd\re', 'a"b\\c\nd\re'],
    ['case 4: a NUL', 'a\0b', 'a\u{fffd}b'],
    ['case 4: half of a surrogate pair', 'a\ud800b', 'a\u{fffd}b'],
    ['case 5: the text __proto__', '__proto__', '__proto__'],
  ])('%s is recorded as a harmless text', (_, value: unknown, recorded) => {
    const registry = createRegistry();
    const counter = registry.counter('a_total', { help: 'A', labels: { x: 'any' } });
    untyped(counter).inc({ x: value });
    untyped(counter).inc({ x: value });
    const [family] = parseExposition(registry.expose()).families.filter(({ name }) => name === 'a_total');
    expect(family.samples.map(({ labels, value }) => [labels.get('x'), value])).toEqual([[recorded, 2]]);
  });

  test('case 5: labels named __proto__, constructor and toString are labels like any other', () => {
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

  test('case 13: a value of a megabyte is cut, once told', () => {
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
  test('case 12: adds what is beyond up in one more series and counts it', () => {
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

  test('case 12: keeps a million different values from growing the registry', () => {
    const registry = createRegistry();
    const hits = registry.counter('hits_total', { help: 'Hits', labels: { user: 'any' } });
    for (let i = 0; i < 1_000_000; i++) hits.inc({ user: `user-${i}` });
    const values = Object.values(valuesOf(registry, 'hits_total'));
    expect(values).toHaveLength(2001);
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(1_000_000);
  });
});

describe('declarations that are wrong', () => {
  test('case 11: of two with the same name the first counts, and the same one is given back', () => {
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
    ['a\ud800', {}],
    ['a\0', {}],
    ['', {}],
    ['a'.repeat(513), {}],
    ['a', { __name__: 'any' }],
    ['a', { ['__own']: 'any' }],
    ['a', { '': 'any' }],
    ['a', { ['é'.repeat(257)]: 'any' }],
    ['a', manyLabels],
  ])('case 6: %s %o can be recorded into and is not exposed', (name, labels) => {
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
  ])('case 9: buckets %o become %o', (buckets, bounds) => {
    const registry = createRegistry();
    registry.histogram('a', { help: 'A', buckets }).observe(2);
    const series = Object.keys(valuesOf(registry, 'a')).filter((name) => name.startsWith('a_bucket'));
    expect(series).toEqual(bounds.map((bound) => `a_bucket{le="${bound}"}`));
  });

  test.each([{}, { buckets: '1,2' as never }])(
    'case 9: a histogram without a list of buckets %o has its sum and count, and is told',
    (option) => {
      const registry = createRegistry();
      registry.histogram('a', { help: 'A', ...option }).observe(2);
      expect(valuesOf(registry, 'a')).toEqual({ 'a_bucket{le="+Inf"}': 1, a_sum: 2, a_count: 1 });
      expect(diagnosticsOf(registry)[0]).toMatchObject({ kind: 'invalid_declaration', metric: 'a' });
    },
  );

  test.each([
    ['maxSeries', { maxSeries: NaN }],
    ['ttl', { ttl: 'soon' as never }],
    ['native', { native: { factor: 0.5, maxBuckets: NaN, zeroThreshold: -1 } }],
  ])('an option %s that cannot be worked with is told, and its default is used', (_, option) => {
    const registry = createRegistry({ maxSeriesPerMetric: 2 });
    const sizes = registry.histogram('a', { help: 'A', labels: { x: 'any' }, buckets: [1], ...option });
    for (let x = 0; x < 5; x++) sizes.observe({ x }, 10 ** x);
    expect(registry.metrics.find(({ name }) => name === 'a')?.seriesCount).toBe(3);
    expect(diagnosticsOf(registry)[0]).toMatchObject({ kind: 'invalid_declaration', metric: 'a' });
  });

  test.each([
    ['maxAge', { maxAge: 'old' as never }],
    ['ageBuckets', { ageBuckets: NaN }],
    ['quantiles', { quantiles: [2, NaN, 0.5] }],
  ])('an option %s of a summary that cannot be worked with is told, and mended', (_, option) => {
    const registry = createRegistry();
    registry.summary('a', { help: 'A', ...option }).observe(1);
    expect(valuesOf(registry, 'a')).toMatchObject({ a_count: 1 });
    expect(valuesOf(registry, 'a')['a{quantile="0.5"}']).toBeCloseTo(1, 1);
    expect(diagnosticsOf(registry)[0]).toMatchObject({ kind: 'invalid_declaration', metric: 'a' });
  });

  test('case 6: a state set with a label of its own name is not exposed', () => {
    const registry = createRegistry();
    registry.stateset('a', { help: 'A', labels: { a: 'any' }, states: ['on'] }).set({ a: '1' }, 'on');
    expect(valuesOf(registry, 'a')).toEqual({});
  });

  test('case 6: a histogram with a label le is not exposed', () => {
    const registry = createRegistry();
    const histogram = registry.histogram('a', { help: 'A', labels: { le: 'any' }, buckets: [1] });
    histogram.observe({ le: '1' }, 1);
    expect(valuesOf(registry, 'a')).toEqual({});
  });
});

test('case 6: a summary with a label quantile is not exposed', () => {
  const registry = createRegistry();
  const summary = registry.summary('a', { help: 'A', labels: { quantile: 'any' } });
  summary.observe({ quantile: '1' }, 1);
  expect(valuesOf(registry, 'a')).toEqual({});
});

test('case 5: metrics named __proto__ and constructor are metrics like any other', () => {
  const registry = createRegistry();
  for (const name of ['__proto__', 'constructor', 'toString']) {
    registry.counter(name, { help: 'A' }).inc();
    expect(valuesOf(registry, name)).toEqual({ [name]: 1 });
  }
});

test('case 7: a number and its text are the same label value', () => {
  const registry = createRegistry();
  const counter = registry.counter('a_total', { help: 'A', labels: { x: 'any' } });
  for (const x of [200, '200', 200, -0, 0, '0']) counter.inc({ x });
  expect(valuesOf(registry, 'a_total')).toEqual({ 'a_total{x="200"}': 3, 'a_total{x="0"}': 3 });
});

test('case 15: a wall clock that jumps back does not make a duration negative', () => {
  const registry = createRegistry();
  const seconds = registry.histogram('h', { help: 'H', buckets: [60] });
  const { now } = Date;
  try {
    const stop = seconds.startTimer();
    Date.now = () => now() - 3_600_000;
    expect(stop()).toBeGreaterThanOrEqual(0);
    seconds.time(() => undefined);
  } finally {
    Date.now = now;
  }
  const { h_sum: sum, h_count: count } = valuesOf(registry, 'h');
  expect(count).toBe(2);
  expect(sum).toBeGreaterThanOrEqual(0);
  expect(sum).toBeLessThan(60);
});
