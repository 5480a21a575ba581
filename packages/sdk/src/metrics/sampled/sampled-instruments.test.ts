import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnosticsOf, dropped, valuesOf } from '../../../test/support/registry-view.ts';
import type { Registry } from '../../registry/registry.ts';
import { createRegistry } from '../../registry/registry.ts';
import { sampleGap } from './sample-gap.ts';

const BUCKETS = [0.1, 0.5, 1, 5];
const labels = { shop: 'any' } as const;

const ratio = fc.double({ min: 0.001, max: 1, noNaN: true });
const event = fc.record({
  shop: fc.constantFrom('a', 'b', 'c'),
  value: fc.double({ min: 0, max: 10, noNaN: true }),
  how: fc.constantFrom('labels', 'handle', 'timed', 'timed handle', 'removed'),
});

/** The counts of buckets, as they are exposed, in the order of their bounds. */
function bucketsOf(registry: Registry, metric: string): number[] {
  const values = valuesOf(registry, metric);
  return [...BUCKETS, '+Inf'].map((bound) => values[`${metric}_bucket{le="${bound}"}`]);
}

/**
 * Six standard errors of the share of a bucket: a sampled event stands for `w` events, evenly from one to
 * twice the mean, so that the variance is that of a plain sample times the mean of `w²`, 4/3.
 */
function sixSigma(share: number, sampled: number): number {
  return 6 * Math.sqrt((share * (1 - share) * 4) / 3 / sampled);
}

describe('a sampled histogram', () => {
  test('counts every event, whatever is sampled and however it is recorded', () => {
    fc.assert(
      fc.property(ratio, fc.array(event, { maxLength: 200 }), (share, events) => {
        const registry = createRegistry();
        const sampled = registry.histogram('t', {
          help: 'T',
          labels,
          buckets: BUCKETS,
          sampling: { ratio: share },
        });
        const handles = new Map(['a', 'b', 'c'].map((shop) => [shop, sampled.with({ shop })]));
        const counts = new Map<string, number>();
        for (const { shop, value, how } of events) {
          if (how === 'removed') {
            sampled.remove({ shop });
            handles.set(shop, sampled.with({ shop }));
            counts.set(shop, 0);
            continue;
          }
          if (how === 'labels') sampled.observe({ shop }, value);
          else if (how === 'timed') sampled.time({ shop }, () => undefined);
          else if (how === 'handle') handles.get(shop)?.observe(value);
          else handles.get(shop)?.time(() => undefined);
          counts.set(shop, (counts.get(shop) ?? 0) + 1);
          const values = valuesOf(registry, 't');
          expect(values[`t_count{shop="${shop}"}`]).toBe(counts.get(shop));
          expect(values[`t_bucket{le="+Inf", shop="${shop}"}`]).toBe(counts.get(shop));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('knows the exact sum of what it is given, and no bucket ever falls', () => {
    fc.assert(
      fc.property(ratio, fc.array(event, { maxLength: 100 }), (share, events) => {
        const registry = createRegistry();
        const sampled = registry.histogram('t', { help: 'T', buckets: BUCKETS, sampling: { ratio: share } });
        let sum = 0;
        let before = bucketsOf(registry, 't');
        for (const { value } of events) {
          sampled.observe(value);
          sum += value;
          const now = bucketsOf(registry, 't');
          expect(now.every((count, at) => count >= before[at])).toBe(true);
          before = now;
        }
        expect(valuesOf(registry, 't')['t_sum']).toBeCloseTo(sum, 6);
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    [
      'that repeat every ten events',
      (at: number) => [0.05, 0.3, 0.7, 3, 9, 0.05, 0.05, 0.3, 0.3, 0.7][at % 10],
    ],
    ['in any order', () => Math.random() * 6],
    ['of which the slow ones come last', (at: number) => (at < 150_000 ? 0.05 : 3)],
  ])('estimates the buckets of values %s', (_, valueAt) => {
    const registry = createRegistry();
    const exact = registry.histogram('exact', { help: 'E', labels, buckets: BUCKETS });
    const sampled = registry.histogram('t', { help: 'T', buckets: BUCKETS, sampling: { ratio: 0.1 } });
    const events = 200_000;
    for (let at = 0; at < events; at++) {
      const value = valueAt(at);
      exact.observe({ shop: 'a' }, value);
      sampled.observe(value);
    }
    const values = valuesOf(registry, 'exact');
    for (const [at, count] of bucketsOf(registry, 't').entries()) {
      const bound = [...BUCKETS, '+Inf'][at];
      const share = values[`exact_bucket{le="${bound}", shop="a"}`] / events;
      // Where the values change once, what is held is wrong for one gap at most.
      expect(Math.abs(count / events - share)).toBeLessThanOrEqual(
        sixSigma(share, events / 10) + 20 / events,
      );
    }
  });

  test('takes what was sampled for those after it in a series of the same labels, and not in one that came later', () => {
    const registry = createRegistry();
    const sampled = registry.histogram('t', { help: 'T', labels, buckets: [1], sampling: { ratio: 0.001 } });
    for (let at = 0; at < 70; at++) sampled.observe({ shop: `s${at}` }, 9);
    sampled.clear();
    for (let at = 0; at < 70; at++) sampled.observe({ shop: `new${at}` }, 0.5);
    const values = valuesOf(registry, 't');
    for (let at = 0; at < 70; at++) expect(values[`t_bucket{le="1", shop="new${at}"}`]).toBe(1);
  });

  test('counts tasks that run at the same time, fail or are asynchronous, once each', async () => {
    const registry = createRegistry();
    const sampled = registry.histogram('t', {
      help: 'T',
      labels,
      buckets: BUCKETS,
      sampling: { ratio: 0.2 },
    });
    const failing = async () => {
      throw new Error('no');
    };
    const runs = Array.from({ length: 300 }, (_, at) =>
      sampled.time({ shop: 'a' }, at % 3 === 0 ? failing : async () => at),
    );
    const results = await Promise.allSettled(runs);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(100);
    expect(valuesOf(registry, 't')['t_count{shop="a"}']).toBe(300);
    expect(() => sampled.time({ shop: 'a' }, () => JSON.parse('{'))).toThrow(SyntaxError);
    expect(valuesOf(registry, 't')['t_count{shop="a"}']).toBe(301);
  });

  test('refuses what no histogram takes', () => {
    const registry = createRegistry();
    const sampling = { ratio: 0.01 };
    const single = registry.histogram('t', { help: 'T', buckets: [1], sampling });
    const labelled = registry.summary('s', { help: 'S', labels, sampling });
    for (const value of [1, Number.NaN, Infinity, 2]) {
      single.observe(value);
      labelled.observe({ shop: 'a' }, value);
    }
    expect(valuesOf(registry, 't')).toMatchObject({ t_count: 2, t_sum: 3 });
    expect(valuesOf(registry, 's')).toMatchObject({ 's_count{shop="a"}': 2, 's_sum{shop="a"}': 3 });
    expect(dropped(registry, 'invalid_value')).toBe(4);
  });

  test('says in its help what is exact and what is estimated', () => {
    const registry = createRegistry();
    registry.histogram('t', { help: 'Look-ups', buckets: [1], sampling: { ratio: 0.05 } });
    expect(registry.expose()).toContain(
      '# HELP t Look-ups (all are counted; their distribution is estimated from 5 % of them)',
    );
  });

  test('takes every observation where it cannot be sampled, and tells why', () => {
    const registry = createRegistry();
    const told = diagnosticsOf(registry);
    const native = registry.histogram('n', { help: 'N', native: true, sampling: { ratio: 0.5 } });
    const wrong = registry.summary('w', { help: 'W', sampling: { ratio: 0 } });
    native.observe(1);
    wrong.observe(1);
    expect(valuesOf(registry, 'w')).toMatchObject({ w_count: 1 });
    expect(told.map(({ metric, kind }) => `${metric} ${kind}`)).toEqual([
      'n invalid_declaration',
      'w invalid_declaration',
    ]);
  });

  test('keeps exemplars of sampled events', () => {
    const registry = createRegistry();
    const sampling = { ratio: 1 };
    const sampled = registry.histogram('t', { help: 'T', labels, buckets: [1], exemplars: true, sampling });
    sampled.observe({ shop: 'a' }, 0.5, { exemplar: { trace_id: 'one' } });
    sampled.with({ shop: 'b' }).observe(0.5, { exemplar: { trace_id: 'two' } });
    const page = registry.expose('openmetrics');
    expect(page).toContain('trace_id="one"');
    expect(page).toContain('trace_id="two"');
  });
});

describe('a sampled summary', () => {
  test('counts every event, and estimates quantiles from some of them', () => {
    const registry = createRegistry();
    const sampling = { ratio: 0.1 };
    const single = registry.summary('s', { help: 'S', quantiles: [0.5], sampling });
    const labelled = registry.summary('l', { help: 'L', labels, quantiles: [0.5], sampling });
    const handle = labelled.with({ shop: 'b' });
    for (let at = 0; at < 50_000; at++) {
      const value = 1 + (at % 100);
      single.observe(value);
      labelled.observe({ shop: 'a' }, value);
      handle.observe(value);
    }
    single.time(() => undefined);
    labelled.time({ shop: 'a' }, () => undefined);
    handle.time(() => undefined);
    const values = { ...valuesOf(registry, 's'), ...valuesOf(registry, 'l') };
    for (const series of ['s_count', 'l_count{shop="a"}', 'l_count{shop="b"}'])
      expect(values[series]).toBe(50_001);
    // Six standard errors of the median of 5,000 sampled events, and the error of the sketch.
    for (const series of ['s{quantile="0.5"}', 'l{quantile="0.5", shop="a"}', 'l{quantile="0.5", shop="b"}'])
      expect(Math.abs(values[series] - 50)).toBeLessThan(8);
  });
});

describe('gaps between sampled events', () => {
  test('are as long in the mean as the share asks, and never longer than twice that', () => {
    for (const share of [1, 0.9, 0.3, 0.1, 0.013]) {
      const mean = 1 / share - 1;
      const draws = 100_000;
      const gaps = Array.from({ length: draws }, () => sampleGap(share));
      const sum = gaps.reduce((total, gap) => total + gap, 0);
      expect(gaps.every((gap) => gap >= 0 && gap <= 2 * mean + 1)).toBe(true);
      const spread = Math.sqrt((mean * mean) / 3 + 0.25);
      expect(Math.abs(sum / draws - mean)).toBeLessThan((6 * spread) / Math.sqrt(draws) + 1e-9);
    }
  });

  test('fit a number whatever the share is', () => {
    expect(sampleGap(1e-300)).toBeLessThan(2 ** 31);
  });
});

describe('a label whose values are sampled', () => {
  const sampled = { tenant: { sampling: { ratio: 0.05 } } } as const;

  function orders(tenants: number): Registry {
    const registry = createRegistry();
    const counter = registry.counter('orders_total', { help: 'Orders', labels: sampled });
    for (let at = 0; at < tenants; at++) counter.inc({ tenant: `tenant-${at}` }, 1 + (at % 3));
    return registry;
  }

  test('keeps sums exact, and series of its own for about that share of the values', () => {
    const tenants = 20_000;
    const values = valuesOf(orders(tenants), 'orders_total');
    const sum = Object.values(values).reduce((total, value) => total + value, 0);
    expect(sum).toBe(Array.from({ length: tenants }, (_, at) => 1 + (at % 3)).reduce((a, b) => a + b, 0));
    const own = Object.keys(values).length - 1;
    expect(Math.abs(own - tenants * 0.05)).toBeLessThan(6 * Math.sqrt(tenants * 0.05 * 0.95));
    expect(values['orders_total{tenant="__other__"}']).toBeGreaterThan(0);
  });

  test('keeps the same values in every process', () => {
    // Written down: what one release keeps, the next one must keep, too.
    const kept = Object.keys(valuesOf(orders(100), 'orders_total')).toSorted();
    expect(kept).toMatchInlineSnapshot(`
      [
        "orders_total{tenant="__other__"}",
        "orders_total{tenant="tenant-25"}",
        "orders_total{tenant="tenant-45"}",
        "orders_total{tenant="tenant-82"}",
        "orders_total{tenant="tenant-91"}",
        "orders_total{tenant="tenant-96"}",
      ]
    `);
  });

  test('is limited in number on top, where that is asked for', () => {
    const registry = createRegistry();
    const spec = { tenant: { maxValues: 3, sampling: { ratio: 0.5 } } };
    const counter = registry.counter('orders_total', { help: 'Orders', labels: spec });
    for (let at = 0; at < 100; at++) counter.inc({ tenant: `tenant-${at}` });
    const values = valuesOf(registry, 'orders_total');
    expect(Object.values(values).reduce((total, value) => total + value, 0)).toBe(100);
    expect(Object.keys(values).length).toBeLessThanOrEqual(4);
  });
});
