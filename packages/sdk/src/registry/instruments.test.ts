import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { dropped, untyped, valuesOf } from '../../test/support/registry-view.ts';
import { NativeBuckets } from '../metrics/distribution/native-buckets.ts';
import { createRegistry } from './registry.ts';

describe('a summary', () => {
  test('shows quantiles of what was observed, its sum and its count', () => {
    const registry = createRegistry();
    const sizes = registry.summary('sizes', {
      help: 'Sizes',
      labels: { kind: 'any' },
      quantiles: [0.5, 0.99],
    });
    for (let value = 1; value <= 100; value++) sizes.observe({ kind: 'a' }, value);
    const values = valuesOf(registry, 'sizes');
    expect(values['sizes{kind="a", quantile="0.5"}'] / 50).toBeCloseTo(1, 1);
    expect(values['sizes{kind="a", quantile="0.99"}'] / 99).toBeCloseTo(1, 1);
    expect(values).toMatchObject({ 'sizes_sum{kind="a"}': 5050, 'sizes_count{kind="a"}': 100 });
  });

  test('forgets for its quantiles what is older than its age, not for its sum', () => {
    const clock = { ms: 0, now: () => clock.ms };
    const registry = createRegistry({ clock });
    const sizes = registry.summary('sizes', { help: 'Sizes', maxAge: '1m', quantiles: [1] });
    sizes.observe(500);
    clock.ms = 59_999;
    sizes.observe(2);
    clock.ms = 70_000;
    const values = valuesOf(registry, 'sizes');
    expect(values['sizes{quantile="1"}']).toBeCloseTo(2, 1);
    expect(values).toMatchObject({ sizes_sum: 502, sizes_count: 2 });
  });

  test('times functions and takes timers, as a histogram does', async () => {
    const registry = createRegistry();
    const seconds = registry.summary('work_seconds', { help: 'Work', labels: { job: 'any' } });
    expect(await seconds.time({ job: 'a' }, async () => 7)).toBe(7);
    await expect(seconds.with({ job: 'a' }).time(() => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    seconds.startTimer({ job: 'a' })();
    expect(valuesOf(registry, 'work_seconds')['work_seconds_count{job="a"}']).toBe(3);
  });
});

describe('a timer', () => {
  test('observes its seconds once, and returns the same when it is stopped again', async () => {
    const registry = createRegistry();
    const seconds = registry.histogram('work_seconds', { help: 'W', labels: { job: 'any' }, buckets: [10] });
    for (const stop of [seconds.startTimer({ job: 'a' }), seconds.with({ job: 'a' }).startTimer()]) {
      await wait(20);
      const first = stop();
      expect(first).toBeGreaterThan(0.01);
      expect(stop()).toBe(first);
    }
    expect(valuesOf(registry, 'work_seconds')).toMatchObject({ 'work_seconds_count{job="a"}': 2 });
  });
});

describe('an info', () => {
  test('is one series of value 1, which the next one replaces', () => {
    const registry = createRegistry();
    const build = registry.info('build_info', { help: 'Build', labels: { version: 'any' } });
    expect(valuesOf(registry, 'build_info')).toEqual({});
    build.set({ version: '1.0' });
    build.set({ version: '1.1' });
    untyped(build).set({ wrong: '2' });
    expect(valuesOf(registry, 'build_info')).toEqual({ 'build_info{version="1.1"}': 1 });
    build.clear();
    expect(valuesOf(registry, 'build_info')).toEqual({});
  });
});

describe('a state set', () => {
  test('has a series for each state, of which the set ones are 1', () => {
    const registry = createRegistry();
    const state = registry.stateset('breaker', { help: 'Breaker', states: ['closed', 'open', 'half'] });
    state.set('open');
    expect(valuesOf(registry, 'breaker')).toEqual({
      'breaker{breaker="closed"}': 0,
      'breaker{breaker="open"}': 1,
      'breaker{breaker="half"}': 0,
    });
    state.setMany(['closed', 'half']);
    expect(Object.values(valuesOf(registry, 'breaker'))).toEqual([1, 0, 1]);
  });

  test('with labels refuses a state that is not declared, and adds no series for it', () => {
    const registry = createRegistry();
    const states = ['on', 'off'] as const;
    const state = registry.stateset('lamp', { help: 'Lamp', labels: { room: 'any' }, states });
    untyped(state).set({ room: 'a' }, 'broken');
    expect(valuesOf(registry, 'lamp')).toEqual({});
    state.set({ room: 'a' }, 'on');
    expect(Object.values(valuesOf(registry, 'lamp'))).toEqual([1, 0]);
    expect(dropped(registry, 'invalid_value')).toBe(1);
  });
});

describe('a native histogram', () => {
  test('keeps buckets that nobody chose, beside classic ones or alone', () => {
    const registry = createRegistry();
    const both = registry.histogram('both', { help: 'B', labels: { x: 'any' }, buckets: [1], native: true });
    const alone = registry.histogram('alone', { help: 'A', native: { factor: 2 } });
    for (const value of [0.5, 0.5, 3, -3, 0]) {
      both.observe({ x: 'a' }, value);
      alone.observe(value);
    }
    expect(valuesOf(registry, 'both')).toMatchObject({
      'both_bucket{le="1", x="a"}': 4,
      'both_count{x="a"}': 5,
    });
    const cells = registry.metrics
      .filter(({ native }) => native)
      .flatMap(({ pages }) => pages[0].cells[0] ?? []);
    expect(cells.map((cell) => cell instanceof NativeBuckets && [cell.schema, cell.zeroCount])).toEqual([
      [3, 1],
      [0, 1],
    ]);
    const [, sum, count] = registry.metrics.flatMap(({ name, pages }) =>
      name === 'alone' ? [name, ...pages[0].values] : [],
    );
    expect([sum, count]).toEqual([1, 5]);
  });
});

describe('a registry that is switched off', () => {
  test('gives all instruments, records nothing and has an empty page', async () => {
    const registry = createRegistry({ enabled: false });
    const hits = registry.counter('hits_total', { help: 'Hits', labels: { x: ['1'] } });
    hits.inc({ x: '1' });
    hits.with({ x: '1' }).inc();
    registry.counter('jobs_total', { help: 'Jobs' }).inc();
    registry.histogram('h', { help: 'H', buckets: [1] }).time(() => undefined);
    registry.summary('s', { help: 'S', labels: { x: 'any' } }).observe({ x: 1 }, 1);
    registry.info('i_info', { help: 'I', labels: { x: 'any' } }).set({ x: 1 });
    registry.stateset('state', { help: 'S', states: ['a'] }).set('a');
    let collected = 0;
    registry.gauge('g', { help: 'G' }).collect(() => ++collected);
    expect(registry.expose()).toBe('');
    expect((await registry.gather()).metrics).toEqual([]);
    expect(collected).toBe(0);
  });
});
