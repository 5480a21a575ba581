import {
  LabelSet,
  MemorySeriesStore,
  VirtualClock,
  bitsOf,
  createMemoryState,
  isStaleAt,
} from '@telltale/model';
import type { NativeHistogram, Rule, RuleGroup, StateStore } from '@telltale/model';
import { createQueryEngine, parseExpr } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import { createRuleManager } from './rule-manager.ts';

const SECOND = 1000;

function recording(name: string, query: string): Rule {
  return { kind: 'recording', name, query, expr: parseExpr(query), labels: {} };
}

function alerting(name: string, query: string): Rule {
  const expr = parseExpr(query);
  return { kind: 'alerting', name, query, expr, labels: {}, forMs: 0, keepFiringForMs: 0, annotations: {} };
}

interface Bench {
  readonly store?: MemorySeriesStore;
  readonly state?: StateStore;
  readonly nowMs?: number;
}

function bench(rules: readonly Rule[], group: Partial<RuleGroup> = {}, options: Bench = {}) {
  const store = options.store ?? new MemorySeriesStore();
  const manager = createRuleManager({
    groups: [{ name: 'g', file: 'rules.yml', intervalMs: 10 * SECOND, rules, ...group }],
    query: createQueryEngine({ source: store }),
    appender: store,
    clock: new VirtualClock(options.nowMs ?? 0),
    state: options.state ?? createMemoryState(),
    onAlerts: () => undefined,
  });
  return {
    store,
    manager,
    evaluate: (timeMs: number) => manager.evaluateOnce('g', timeMs),
    rule: (index = 0) => manager.groups()[0].rules[index],
    set: (labels: Record<string, string>, value: number, timeMs: number) =>
      store.add(LabelSet.of(labels), [[timeMs, value]]),
    samples: () => allSamples(store),
  };
}

/** Every sample but those of `x`, as `series time:value`; staleness markers as `stale`. */
async function allSamples(store: MemorySeriesStore): Promise<string[]> {
  const all = await store.select({ matchers: [], startMs: 0, endMs: Infinity });
  return all
    .filter(({ labels }) => labels.metricName !== 'x')
    .flatMap(({ labels, timestamps, values }) =>
      [...timestamps].map((time, i) => {
        const value = isStaleAt(bitsOf(values), i) ? 'stale' : values[i];
        return `${labels.toString()} ${time / SECOND}:${value}`;
      }),
    );
}

describe('the limit of a group', () => {
  test('fails a recording with more series, which writes nothing', async () => {
    const b = bench([recording('y', 'x')], { limit: 1 });
    b.set({ __name__: 'x', job: 'a' }, 1, 0);
    await b.evaluate(0);
    expect(b.rule()).toMatchObject({ health: 'ok', lastSamples: 1 });
    b.set({ __name__: 'x', job: 'b' }, 1, 1000);
    await b.evaluate(10 * SECOND);
    expect(b.rule()).toMatchObject({
      health: 'err',
      lastError: 'exceeded limit of 1 with 2 series',
      lastSamples: 0,
    });
    expect(await b.samples()).toEqual(['y{job="a"} 0:1']);
    expect(b.manager.groups()[0]).toMatchObject({ limit: 1, failedRules: 1, evaluations: 2, lastSamples: 0 });
  });

  test('fails an alerting rule with more alerts, which are forgotten', async () => {
    const b = bench([alerting('A', 'x > 0')], { limit: 1 });
    b.set({ __name__: 'x', job: 'a' }, 1, 0);
    await b.evaluate(0);
    expect(b.rule()).toMatchObject({ health: 'ok', state: 'firing' });
    b.set({ __name__: 'x', job: 'b' }, 1, 1000);
    await b.evaluate(10 * SECOND);
    expect(b.rule()).toMatchObject({
      health: 'err',
      lastError: 'exceeded limit of 1 with 2 alerts',
      state: 'inactive',
      alerts: [],
    });
  });

  test('of zero is none', async () => {
    const b = bench([recording('y', 'x')], { limit: 0 });
    for (const job of ['a', 'b', 'c']) b.set({ __name__: 'x', job }, 1, 0);
    await b.evaluate(0);
    expect(b.rule().lastSamples).toBe(3);
  });
});

test('with a query offset samples are read and written that much earlier, alerts are active now', async () => {
  const b = bench([recording('y', 'x * 2'), alerting('A', 'x > 0')], { queryOffsetMs: 30 * SECOND });
  b.set({ __name__: 'x' }, 1, 70 * SECOND);
  b.set({ __name__: 'x' }, 5, 95 * SECOND);
  await b.evaluate(100 * SECOND);
  expect(await b.samples()).toEqual([
    'y 70:2',
    'ALERTS{alertname="A", alertstate="firing"} 70:1',
    'ALERTS_FOR_STATE{alertname="A"} 70:100',
  ]);
  expect(b.rule(1).alerts).toMatchObject([{ activeAtMs: 100 * SECOND, value: 1 }]);
});

test('a rule that fails holds up none after it', async () => {
  const b = bench([recording('bad', 'x * on () group_left () x'), recording('good', 'count(x)')]);
  for (const job of ['a', 'b']) b.set({ __name__: 'x', job }, 1, 0);
  await b.evaluate(0);
  expect([b.rule(0).health, b.rule(1).health]).toEqual(['err', 'ok']);
  expect(await b.samples()).toEqual(['good 0:2']);
});

test('a native histogram is recorded as one', async () => {
  const histogram: NativeHistogram = {
    schema: 0,
    count: 3,
    sum: 4.5,
    zeroThreshold: 0,
    zeroCount: 0,
    positive: [{ start: 0, counts: Float64Array.of(1, 2) }],
    negative: [],
    customValues: [],
    counterReset: 'gauge',
  };
  const b = bench([recording('y', 'x')]);
  const ids = [b.store.intern(LabelSet.of({ __name__: 'x', job: 'h' }))];
  b.store.append({ group: 'x', timestampMs: 0, ids, values: Float64Array.of(0), histograms: [histogram] });
  b.set({ __name__: 'x', job: 'n' }, 7, 0);
  await b.evaluate(5 * SECOND);
  const all = await b.store.select({ matchers: [], startMs: 5 * SECOND, endMs: 5 * SECOND });
  const written = Object.fromEntries(
    all.map(({ labels, values, histograms }) => [labels.toString(), histograms?.[0] ?? values[0]]),
  );
  expect(written).toMatchObject({ 'y{job="h"}': { count: 3, sum: 4.5 }, 'y{job="n"}': 7 });
});

describe('rules that are gone after a restart', () => {
  test('have their series ended, those that stay go on', async () => {
    const state = createMemoryState();
    const store = new MemorySeriesStore();
    const first = bench(
      [recording('old', 'x'), recording('kept', 'x'), alerting('A', 'x > 0')],
      {},
      { store, state },
    );
    await first.manager.start();
    first.set({ __name__: 'x' }, 1, 0);
    await first.evaluate(0);
    await first.manager.stop();

    const second = bench([recording('kept', 'x')], {}, { store, state, nowMs: 20 * SECOND });
    await second.manager.start();
    await second.manager.stop();
    expect(await second.samples()).toEqual([
      'old 0:1',
      'old 20:stale',
      'kept 0:1',
      'ALERTS{alertname="A", alertstate="firing"} 0:1',
      'ALERTS{alertname="A", alertstate="firing"} 20:stale',
      'ALERTS_FOR_STATE{alertname="A"} 0:0',
      'ALERTS_FOR_STATE{alertname="A"} 20:stale',
    ]);

    const third = bench([recording('kept', 'x')], {}, { store, state, nowMs: 30 * SECOND });
    await third.manager.start();
    await third.manager.stop();
    expect((await third.samples()).filter((sample) => sample.includes(' 30:'))).toEqual([]);
  });
});
