import { describe, expect, test } from 'vitest';
import { cellOf, metricOf, shownSeries } from '../../../test/aggregation/shown-series.ts';
import { createExposition } from '../../exposition/exposition.ts';
import type { NativeBuckets } from '../../metrics/distribution/native-buckets.ts';
import type { Sketch } from '../../metrics/distribution/sketch.ts';
import { createRegistry } from '../../registry/registry.ts';
import { MetricSum } from './metric-sum.ts';

/** A sum, and what it told. */
function newSum(maxSeries = 2000) {
  const told: string[] = [];
  const sum = new MetricSum({
    maxSeries,
    onLimit: (metric) => told.push(`limit ${metric}`),
    onMismatch: (metric) => told.push(`mismatch ${metric}`),
  });
  return { sum, told };
}

/** The sum of registries, without the SDK's own metric. */
function sumOf({ sum }: ReturnType<typeof newSum>, ...registries: ReturnType<typeof createRegistry>[]) {
  const views = registries.map(({ metrics }) => metrics.filter(({ name }) => !name.startsWith('telltale')));
  return sum.merge(views);
}

describe('the sum of several processes', () => {
  test('adds counters and histograms series by series', () => {
    const registries = [1, 2, 3].map((step) => {
      const registry = createRegistry();
      registry
        .counter('hits_total', { help: 'Hits', labels: { route: 'any' } })
        .inc({ route: `/${step % 2}` }, step);
      registry.histogram('took', { help: 'Took', buckets: [1, 2] }).observe(step);
      return registry;
    });
    expect(shownSeries(sumOf(newSum(), ...registries))).toEqual({
      'hits_total{route="/1"}': [4],
      'hits_total{route="/0"}': [2],
      'took{}': [6, 1, 1, 1],
    });
  });

  test.each([
    ['sum', 9],
    ['max', 5],
    ['min', 1],
    ['average', 3],
    ['first', 5],
    ['omit', undefined],
  ] as const)('makes %s of a gauge that is declared so', (aggregate, expected) => {
    const registries = [5, 1, 3].map((value) => {
      const registry = createRegistry();
      registry.gauge('depth', { help: 'Depth', aggregate }).set(value);
      return registry;
    });
    const shown = shownSeries(sumOf(newSum(), ...registries));
    expect(shown['depth{}']).toEqual(expected === undefined ? undefined : [expected]);
  });

  test('shows the infos of all, and each state that any process is in', () => {
    const registries = (['up', 'down'] as const).map((state) => {
      const registry = createRegistry();
      registry.info('build', { help: 'Build', labels: { version: 'any' } }).set({ version: state });
      registry.info('place', { help: 'Place', labels: { zone: 'any' } }).set({ zone: 'a' });
      registry.stateset('state', { help: 'State', states: ['up', 'down', 'odd'] }).set(state);
      return registry;
    });
    expect(shownSeries(sumOf(newSum(), ...registries))).toEqual({
      'build{version="up"}': [1],
      'build{version="down"}': [1],
      'place{zone="a"}': [1],
      'state{}': [1, 1, 0],
    });
  });

  test('keeps its pages while values change', () => {
    const registry = createRegistry();
    const hits = registry.counter('hits_total', { help: 'Hits', labels: { route: 'any' } });
    hits.inc({ route: '/' });
    const all = newSum();
    const [before] = sumOf(all, registry, registry);
    const [page] = before.pages;
    const { values, version } = page;
    hits.inc({ route: '/' });
    const [after] = sumOf(all, registry, registry);
    expect(after).toBe(before);
    expect(after.pages[0]).toBe(page);
    expect(page.values).toBe(values);
    expect([page.version, values[0]]).toEqual([version, 4]);
  });

  test('brings native histograms of different resolution to the coarser one', () => {
    const registries = [1.1, 4].map((factor) => {
      const registry = createRegistry();
      const sizes = registry.histogram('sizes', { help: 'Sizes', native: { factor } });
      for (const value of [1, 2, 3, 1000]) sizes.observe(value);
      return registry;
    });
    const [fine, coarse] = registries.map(({ metrics }) => cellOf(metrics, 'sizes') as NativeBuckets);
    const merged = cellOf(sumOf(newSum(), ...registries), 'sizes') as NativeBuckets;
    expect(merged.schema).toBe(Math.min(fine.schema, coarse.schema));
    const count = [...merged.positive.counts].reduce((sum, inBucket) => sum + inBucket, 0);
    expect([count, merged.zeroCount]).toEqual([8, 0]);
  });

  test('takes quantiles of a summary over the observations of all', () => {
    const registries = [0, 100].map((first) => {
      const registry = createRegistry();
      const waits = registry.summary('waits', { help: 'Waits', quantiles: [0.5] });
      for (let i = 1; i <= 100; i++) waits.observe(first + i);
      return registry;
    });
    const page = createExposition().page({ metrics: sumOf(newSum(), ...registries), foreign: [] }, 'text');
    const [, quantile] = /^waits\{quantile="0.5"\} (.+)$/m.exec(page) ?? [];
    expect(Number(quantile)).toBeCloseTo(100, -1);
  });

  test('shows the newest exemplar of each bucket', () => {
    const view = (timestampMs: number) => {
      const registry = createRegistry();
      registry.counter('hits_total', { help: 'Hits', exemplars: true }).inc();
      const metric = metricOf(registry.metrics, 'hits_total');
      const exemplars = [[{ labels: { trace_id: String(timestampMs) }, value: 1, timestampMs }]];
      const [page] = metric.pages;
      return Object.create(metric, {
        pages: { value: [Object.create(page, { exemplars: { value: exemplars } })] },
      }) as typeof metric;
    };
    const [merged] = newSum().sum.merge([[view(5)], [view(7)], [view(6)]]);
    expect(merged.pages[0].exemplars[0]).toMatchObject([{ labels: { trace_id: '7' } }]);
  });

  test('leaves a metric out whose buckets or labels differ, and tells', () => {
    const [one, other] = [[1], [1, 2]].map((buckets) => {
      const registry = createRegistry();
      registry.histogram('took', { help: 'Took', buckets }).observe(1);
      return registry;
    });
    const all = newSum();
    expect(shownSeries(sumOf(all, one, other))).toEqual({ 'took{}': [1, 1, 0] });
    expect(all.told).toEqual(['mismatch took']);
    // When the last process with the old buckets is gone, the new ones count.
    expect(shownSeries(sumOf(all, other))).toEqual({ 'took{}': [1, 1, 0, 0] });
  });

  test('has no more series than allowed; what is beyond is added up in one more', () => {
    const registries = ['a', 'b'].map((process) => {
      const registry = createRegistry({ maxSeriesPerMetric: 40 });
      const hits = registry.counter('hits_total', { help: 'Hits', labels: { user: 'any' } });
      for (let i = 0; i < 30; i++) hits.inc({ user: `${process}${i}` });
      return registry;
    });
    const all = newSum(40);
    const shown = shownSeries(sumOf(all, ...registries));
    expect(Object.keys(shown)).toHaveLength(41);
    expect(shown['hits_total{user="__other__"}']).toEqual([20]);
    expect(new Set(all.told)).toEqual(new Set(['limit hits_total']));
  });
});

test('a metric that is declared to have more series has them in the sum as well', () => {
  const registry = createRegistry({ maxSeriesPerMetric: 40 });
  const hits = registry.counter('hits_total', { help: 'Hits', labels: { user: 'any' }, maxSeries: 50 });
  for (let i = 0; i < 45; i++) hits.inc({ user: String(i) });
  expect(Object.keys(shownSeries(sumOf(newSum(40), registry)))).toHaveLength(45);
});

describe('a process that dies', () => {
  function twoProcesses() {
    const registries = [1, 2].map((step) => {
      const registry = createRegistry();
      const labels = { user: 'any' } as const;
      registry.counter('hits_total', { help: 'Hits', labels }).inc({ user: `u${step}` }, step);
      registry.counter('hits_total', { help: 'Hits', labels }).inc({ user: 'both' }, step);
      registry.histogram('took', { help: 'Took', buckets: [1] }).observe(step);
      registry.histogram('sizes', { help: 'Sizes', native: true }).observe(step);
      registry.summary('waits', { help: 'Waits', quantiles: [0.5] }).observe(step);
      registry.gauge('depth', { help: 'Depth', labels }).set({ user: 'both' }, step);
      return registry;
    });
    return { registries, all: newSum() };
  }

  test('leaves its counters, histograms and summaries in the sum, not its gauges', () => {
    const { registries, all } = twoProcesses();
    const [one, other] = registries;
    sumOf(all, one, other);
    all.sum.keep(one.metrics);
    const shown = shownSeries(sumOf(all, other));
    expect(shown).toEqual({
      'hits_total{user="u1"}': [1],
      'hits_total{user="both"}': [3],
      'hits_total{user="u2"}': [2],
      'took{}': [3, 1, 1],
      'sizes{}': [3, 2],
      'waits{}': [3, 2],
      'depth{user="both"}': [2],
    });
  });

  test('counts once, and goes on to count when all are dead and others come', () => {
    const { registries, all } = twoProcesses();
    const [one, other] = registries;
    sumOf(all, one, other);
    all.sum.keep(one.metrics);
    sumOf(all, other);
    all.sum.keep(other.metrics);
    const alone = shownSeries(sumOf(all));
    expect(alone['hits_total{user="both"}']).toEqual([3]);
    expect(alone['depth{user="both"}']).toBeUndefined();
    const fresh = createRegistry();
    fresh.counter('hits_total', { help: 'Hits', labels: { user: 'any' } }).inc({ user: 'both' });
    fresh.histogram('sizes', { help: 'Sizes', native: true }).observe(7);
    const merged = sumOf(all, fresh);
    expect(shownSeries(merged)).toMatchObject({ 'hits_total{user="both"}': [4], 'sizes{}': [10, 3] });
    const { positive } = cellOf(merged, 'sizes') as NativeBuckets;
    expect([...positive.counts].reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  test('no longer has a say in quantiles', () => {
    const { registries, all } = twoProcesses();
    const [one, other] = registries;
    sumOf(all, one, other);
    all.sum.keep(one.metrics);
    const cell = cellOf(sumOf(all, other), 'waits') as Sketch;
    expect(cell.merged().quantile(0)).toBeCloseTo(2, 1);
    all.sum.keep(other.metrics);
    const empty = cellOf(sumOf(all), 'waits') as Sketch;
    expect(empty.merged().quantile(0.5)).toBeNaN();
  });
});

describe('a series that one of several processes removes', () => {
  function shared() {
    const registries = [1, 2].map((step) => {
      const registry = createRegistry();
      const hits = registry.counter('hits_total', { help: 'Hits', labels: { user: 'any' } });
      hits.inc({ user: 'a' }, step);
      return { registry, hits };
    });
    return { registries, all: newSum() };
  }

  test('does not make the sum fall, neither when it comes back', () => {
    const { registries, all } = shared();
    const [one, other] = registries;
    const total = () => shownSeries(sumOf(all, one.registry, other.registry))['hits_total{user="a"}'];
    expect(total()).toEqual([3]);
    one.hits.remove({ user: 'a' });
    expect(total()).toEqual([3]);
    one.hits.inc({ user: 'a' });
    expect(total()).toEqual([4]);
    // All rows of a page go, and the page with them.
    for (let i = 0; i < 200; i++) one.hits.inc({ user: `other ${i}` });
    expect(total()).toEqual([4]);
    one.hits.clear();
    expect(total()).toEqual([4]);
  });

  test('is gone when all have removed it, and begins anew', () => {
    const { registries, all } = shared();
    const [one, other] = registries;
    sumOf(all, one.registry, other.registry);
    for (const { hits } of registries) hits.remove({ user: 'a' });
    expect(shownSeries(sumOf(all, one.registry, other.registry))).toEqual({});
    one.hits.inc({ user: 'a' });
    const [merged] = sumOf(all, one.registry, other.registry);
    expect(shownSeries([merged])).toEqual({ 'hits_total{user="a"}': [1] });
    expect(merged.seriesCount).toBe(1);
  });
});
