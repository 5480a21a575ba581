import {
  LabelSet,
  MemorySeriesStore,
  VirtualClock,
  createMemoryState,
  isStaleAt,
  bitsOf,
} from '@telltale/model';
import type {
  AlertingRule,
  JsonValue,
  QueryService,
  RecordingRule,
  Rule,
  RuleGroup,
  StateStore,
} from '@telltale/model';
import { createQueryEngine, parseExpr } from '@telltale/promql';
import { describe, expect, test, vi } from 'vitest';
import { createFullDisk } from '../../test/full-disk.ts';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { createRuleManager } from './rule-manager.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function alerting(query: string, rest: Partial<AlertingRule> = {}): AlertingRule {
  const base = {
    kind: 'alerting',
    name: 'A',
    forMs: 0,
    keepFiringForMs: 0,
    labels: {},
    annotations: {},
  } as const;
  return { ...base, query, expr: parseExpr(query), ...rest };
}

function recording(name: string, query: string, labels: Record<string, string> = {}): RecordingRule {
  return { kind: 'recording', name, query, expr: parseExpr(query), labels };
}

function groupOf(rules: readonly Rule[], name = 'g'): RuleGroup {
  return { name, file: 'rules.yml', intervalMs: 10 * SECOND, rules };
}

interface BenchOptions {
  readonly state?: StateStore;
  readonly store?: MemorySeriesStore;
  readonly startMs?: number;
  readonly query?: (engine: QueryService) => QueryService;
}

/** A manager over a memory store; evaluations are asked for one by one. */
function bench(rules: readonly Rule[], options: BenchOptions = {}) {
  const store = options.store ?? new MemorySeriesStore();
  const clock = new VirtualClock(options.startMs ?? 0);
  const state = options.state ?? createMemoryState();
  const updates: AlertUpdate[] = [];
  let changes = 0;
  const engine = createQueryEngine({ source: store, limits: { sliceMs: Infinity } });
  const manager = createRuleManager({
    groups: [groupOf(rules)],
    query: options.query?.(engine) ?? engine,
    appender: store,
    clock,
    state,
    onAlerts: (alerts) => updates.push(...alerts),
    onChange: () => changes++,
    externalUrl: 'http://station',
  });
  return {
    store,
    state,
    clock,
    manager,
    updates,
    changes: () => changes,
    rule: (index = 0) => manager.groups()[0].rules[index],
    set: (labels: Record<string, string>, value: number, timeMs: number) =>
      store.add(LabelSet.of(labels), [[timeMs, value]]),
    evaluate: (timeMs: number) => manager.evaluateOnce('g', timeMs),
  };
}

/** The samples of one series as text; staleness markers as `stale`. */
async function samplesOf(store: MemorySeriesStore, name: string): Promise<Record<string, string>> {
  const all = await store.select({ matchers: [], startMs: 0, endMs: Infinity });
  const found = all.filter(({ labels }) => labels.metricName === name);
  return Object.fromEntries(
    found.map(({ labels, values, timestamps }) => {
      const bits = bitsOf(values);
      const texts = [...timestamps].map(
        (time, i) => `${time / SECOND}:${isStaleAt(bits, i) ? 'stale' : values[i]}`,
      );
      return [labels.toString(), texts.join(' ')];
    }),
  );
}

describe('alerting rules', () => {
  test('an alert goes from pending to firing to resolved', async () => {
    const b = bench([alerting('x > 1', { forMs: 10 * SECOND })]);
    b.set({ __name__: 'x', job: 'a' }, 5, 0);
    await b.evaluate(0);
    expect(b.rule().state).toBe('pending');
    await b.evaluate(10 * SECOND);
    expect(b.rule().state).toBe('firing');
    b.set({ __name__: 'x', job: 'a' }, 0, 15 * SECOND);
    await b.evaluate(20 * SECOND);
    expect(b.rule().state).toBe('inactive');
    expect(b.manager.history('A').map(({ to, atMs }) => `${to} ${atMs}`)).toEqual([
      'inactive 20000',
      'firing 10000',
      'pending 0',
    ]);
    expect(b.changes()).toBe(3);
  });

  test('labels and annotations are rendered per series', async () => {
    const b = bench([
      alerting('x > 1', {
        labels: { severity: 'page', copy: '{{ $labels.job }}-{{ $value }}' },
        annotations: { summary: '{{ $labels.job }} is {{ $value | humanize }}' },
      }),
    ]);
    b.set({ __name__: 'x', job: 'a' }, 5000, 0);
    await b.evaluate(0);
    expect(b.updates[0].labels.toObject()).toEqual({
      alertname: 'A',
      job: 'a',
      severity: 'page',
      copy: 'a-5000',
    });
    expect(b.updates[0].annotations).toEqual({ summary: 'a is 5k' });
    expect(b.updates[0].generatorUrl).toBe('http://station/alerts/A');
  });

  test('a rule label with an empty value removes the label of the series', async () => {
    const b = bench([alerting('x > 1', { labels: { job: '' } })]);
    b.set({ __name__: 'x', job: 'a' }, 5, 0);
    await b.evaluate(0);
    expect(b.updates[0].labels.toObject()).toEqual({ alertname: 'A' });
  });

  test('series that end up with equal labels are an error that leaves the alerts alone', async () => {
    const b = bench([alerting('x > 1', { labels: { job: 'all' } })]);
    b.set({ __name__: 'x', job: 'a' }, 5, 0);
    await b.evaluate(0);
    b.set({ __name__: 'x', job: 'b' }, 5, SECOND);
    await b.evaluate(10 * SECOND);
    expect(b.rule().health).toBe('err');
    expect(b.rule().lastError).toContain('{alertname="A", job="all"}');
    expect(b.rule().state).toBe('firing');
  });

  test('an evaluation that fails keeps the alerts and sends nothing', async () => {
    const b = bench([alerting('x + on() y > 1')]);
    b.set({ __name__: 'x', a: '1' }, 5, 0);
    b.set({ __name__: 'y', b: '1' }, 5, 0);
    await b.evaluate(0);
    expect(b.rule().state).toBe('firing');
    const sent = b.updates.length;
    b.set({ __name__: 'y', b: '2' }, 5, SECOND);
    await b.evaluate(2 * MINUTE);
    expect(b.rule()).toMatchObject({ health: 'err', state: 'firing' });
    expect(b.updates.length).toBe(sent);
  });

  test('a store that takes no more series does not silence an alert', async () => {
    const b = bench([alerting('vector(1) > 0')]);
    vi.spyOn(b.store, 'intern').mockImplementationOnce(() => {
      throw new Error('the store is full');
    });
    await b.evaluate(0);
    expect(b.updates).toHaveLength(1);
    expect(b.changes()).toBe(1);
    expect(b.rule()).toMatchObject({ state: 'firing', health: 'err', lastError: 'the store is full' });
    await b.evaluate(10 * SECOND);
    expect(b.rule().health).toBe('ok');
  });

  test('a scalar that holds fires one alert without labels', async () => {
    const b = bench([alerting('vector(1) > 0')]);
    await b.evaluate(0);
    expect(b.updates[0].labels.toObject()).toEqual({ alertname: 'A' });
  });

  test('a firing alert is told again each minute, and its end for fifteen minutes', async () => {
    const b = bench([alerting('x > 1')]);
    b.set({ __name__: 'x' }, 5, 0);
    for (let time = 0; time <= 2 * MINUTE; time += 10 * SECOND) await b.evaluate(time);
    expect(b.updates).toHaveLength(3);
    expect(b.updates.every(({ endsAtMs }, i) => endsAtMs === i * MINUTE + 4 * MINUTE)).toBe(true);
    b.updates.length = 0;
    b.set({ __name__: 'x' }, 0, 2 * MINUTE + 5 * SECOND);
    for (let time = 130 * SECOND; time <= 30 * MINUTE; time += 10 * SECOND) await b.evaluate(time);
    expect(b.updates).toHaveLength(16);
    expect(b.updates.every(({ endsAtMs, startsAtMs }) => endsAtMs === 130 * SECOND && startsAtMs === 0)).toBe(
      true,
    );
  });

  test('labels named like properties of objects are ordinary labels', async () => {
    const b = bench([
      alerting('x > 1', { annotations: { summary: '{{ $labels.__proto__ }}{{ $labels.toString }}' } }),
    ]);
    b.store.add(
      LabelSet.from([
        ['__name__', 'x'],
        ['__proto__', 'p'],
      ]),
      [[0, 5]],
    );
    await b.evaluate(0);
    expect(b.updates[0].labels.get('__proto__')).toBe('p');
    expect(b.updates[0].annotations['summary']).toBe('p');
    expect(Object.entries(b.rule().alerts[0].labels)).toEqual([
      ['__proto__', 'p'],
      ['alertname', 'A'],
    ]);
  });
});

describe('series written by rules', () => {
  test('ALERTS follows the state and ends with a staleness marker', async () => {
    const b = bench([alerting('x > 1', { forMs: 10 * SECOND })]);
    b.set({ __name__: 'x' }, 5, 0);
    await b.evaluate(0);
    await b.evaluate(10 * SECOND);
    b.set({ __name__: 'x' }, 0, 11 * SECOND);
    await b.evaluate(20 * SECOND);
    await b.evaluate(30 * SECOND);
    expect(await samplesOf(b.store, 'ALERTS')).toEqual({
      'ALERTS{alertname="A", alertstate="pending"}': '0:1 10:stale',
      'ALERTS{alertname="A", alertstate="firing"}': '10:1 20:stale',
    });
    expect(await samplesOf(b.store, 'ALERTS_FOR_STATE')).toEqual({
      'ALERTS_FOR_STATE{alertname="A"}': '0:0 10:0 20:stale',
    });
  });

  test('a recorded series that vanishes ends with a staleness marker', async () => {
    const b = bench([recording('y', 'x > 1', { team: 't' })]);
    b.set({ __name__: 'x', job: 'a' }, 5, 0);
    await b.evaluate(0);
    b.set({ __name__: 'x', job: 'a' }, 0, SECOND);
    await b.evaluate(10 * SECOND);
    await b.evaluate(20 * SECOND);
    expect(await samplesOf(b.store, 'y')).toEqual({ 'y{job="a", team="t"}': '0:5 10:stale' });
  });

  test('a series whose end the store refused ends with the next write', async () => {
    const b = bench([recording('y', 'x')]);
    b.set({ __name__: 'x', job: 'a' }, 1, 0);
    await b.evaluate(0);
    vi.spyOn(b.store, 'append').mockImplementationOnce(() => {
      throw new Error('the disk is full');
    });
    await b.evaluate(6 * MINUTE);
    await b.evaluate(7 * MINUTE);
    expect(await samplesOf(b.store, 'y')).toEqual({ 'y{job="a"}': '0:1 420:stale' });
  });

  test('a rule sees what an earlier rule recorded in the same evaluation', async () => {
    const b = bench([recording('y', 'sum(x)'), alerting('y > 1')]);
    b.set({ __name__: 'x' }, 5, 0);
    await b.evaluate(0);
    expect(b.rule(1).state).toBe('firing');
  });

  test('two recorded series with equal labels are an error', async () => {
    const b = bench([recording('y', 'x', { job: 'all' })]);
    b.set({ __name__: 'x', job: 'a' }, 1, 0);
    b.set({ __name__: 'x', job: 'b' }, 1, 0);
    await b.evaluate(0);
    expect(b.rule().lastError).toContain('y{job="all"}');
    expect(await samplesOf(b.store, 'y')).toEqual({});
  });
});

describe('over a restart', () => {
  async function firingBench() {
    const b = bench([alerting('x > 1', { forMs: 10 * SECOND })]);
    b.set({ __name__: 'x' }, 5, 0);
    await b.evaluate(0);
    return b;
  }

  test('a pending alert keeps the time it became active', async () => {
    const { state, store } = await firingBench();
    const after = bench([alerting('x > 1', { forMs: 10 * SECOND })], { state, store, startMs: 9 * SECOND });
    await after.manager.start();
    expect(after.rule().state).toBe('pending');
    await after.evaluate(10 * SECOND);
    expect(after.rule()).toMatchObject({ state: 'firing', alerts: [{ activeAtMs: 0 }] });
    await after.manager.stop();
  });

  test('the time of an outage does not count for a pending alert', async () => {
    const { state, store } = await firingBench();
    const after = bench([alerting('x > 1', { forMs: 10 * SECOND })], { state, store, startMs: 2 * MINUTE });
    await after.manager.start();
    await after.evaluate(2 * MINUTE);
    expect(after.rule()).toMatchObject({ state: 'pending', alerts: [{ activeAtMs: 2 * MINUTE }] });
    await after.evaluate(2 * MINUTE + 10 * SECOND);
    expect(after.rule().state).toBe('firing');
    await after.manager.stop();
  });

  test('the length of an outage is known to the evaluation', async () => {
    const { state, store, evaluate } = await firingBench();
    for (const at of [2, 4, 6]) await evaluate(at * SECOND);
    const after = bench([alerting('x > 1', { forMs: 10 * SECOND })], { state, store, startMs: 16 * SECOND });
    await after.manager.start();
    expect(after.rule().alerts).toMatchObject([{ activeAtMs: 0 }]);
    await after.manager.stop();
  });

  test('the end of an alert is told when its whole group is gone', async () => {
    const { state, store } = await firingBench();
    const before = bench([alerting('x > 1')], { state, store });
    await before.evaluate(0);
    const after = createRuleManager({
      groups: [],
      query: createQueryEngine({ source: store, limits: { sliceMs: Infinity } }),
      appender: store,
      clock: new VirtualClock(20 * SECOND),
      state,
      onAlerts: (alerts) => told.push(...alerts),
    });
    const told: AlertUpdate[] = [];
    await after.start();
    expect(told.map(({ labels, endsAtMs }) => [labels.get('alertname'), endsAtMs])).toEqual([
      ['A', 20 * SECOND],
    ]);
    expect(await state.documents('alert-state').entries()).toEqual([]);
    await after.stop();
  });

  test('a firing alert goes on firing, is told at once and is not pending again', async () => {
    const before = await firingBench();
    await before.evaluate(10 * SECOND);
    const options = { state: before.state, store: before.store, startMs: 20 * SECOND };
    const after = bench([alerting('x > 1', { forMs: 10 * SECOND })], options);
    await after.manager.start();
    await after.evaluate(20 * SECOND);
    expect(after.rule().state).toBe('firing');
    expect(after.updates).toMatchObject([{ startsAtMs: 10 * SECOND }]);
    expect(after.manager.history('A').map(({ to }) => to)).toEqual(['firing', 'pending']);
    await after.manager.stop();
  });

  test('an alert that ended during the outage is resolved and its series end', async () => {
    const before = await firingBench();
    await before.evaluate(10 * SECOND);
    before.set({ __name__: 'x' }, 0, 11 * SECOND);
    const options = { state: before.state, store: before.store, startMs: 20 * SECOND };
    const after = bench([alerting('x > 1', { forMs: 10 * SECOND })], options);
    await after.manager.start();
    await after.evaluate(20 * SECOND);
    expect(after.updates).toMatchObject([{ startsAtMs: 10 * SECOND, endsAtMs: 20 * SECOND }]);
    expect(await samplesOf(after.store, 'ALERTS')).toMatchObject({
      'ALERTS{alertname="A", alertstate="firing"}': '10:1 20:stale',
    });
    await after.manager.stop();
  });

  test('after an outage of more than an hour alerts start anew', async () => {
    const { state, store } = await firingBench();
    const startMs = 61 * MINUTE;
    const after = bench([alerting('x > 1', { forMs: 10 * SECOND })], { state, store, startMs });
    await after.manager.start();
    expect(after.rule().state).toBe('inactive');
    await after.manager.stop();
  });

  test('the end of an alert that ended in an outage of more than an hour is told', async () => {
    const before = await firingBench();
    await before.evaluate(10 * SECOND);
    const startMs = 2 * HOUR;
    const options = { state: before.state, store: before.store, startMs };
    const after = bench([alerting('x > 1', { forMs: 10 * SECOND })], options);
    await after.manager.start();
    expect(after.rule().state).toBe('inactive');
    await after.evaluate(startMs);
    expect(after.updates).toMatchObject([{ startsAtMs: 10 * SECOND, endsAtMs: startMs }]);
    await after.manager.stop();
  });

  test('an end that may not have been told before a crash is told after it, however late', async () => {
    const before = await firingBench();
    await before.evaluate(10 * SECOND);
    before.set({ __name__: 'x' }, 0, 20 * SECOND);
    await before.evaluate(20 * SECOND);
    const startMs = 30 * MINUTE;
    const options = { state: before.state, store: before.store, startMs };
    const after = bench([alerting('x > 1', { forMs: 10 * SECOND })], options);
    await after.manager.start();
    await after.evaluate(startMs);
    await after.evaluate(startMs + MINUTE);
    expect(after.updates).toMatchObject([{ startsAtMs: 10 * SECOND, endsAtMs: 20 * SECOND }]);
    await after.manager.stop();
  });

  test('an alert that fired is told as resolved, once, when its rule is gone', async () => {
    const before = await firingBench();
    await before.evaluate(10 * SECOND);
    const options = { state: before.state, store: before.store, startMs: 20 * SECOND };
    const after = bench([alerting('x > 1', { name: 'Renamed', forMs: 10 * SECOND })], options);
    await after.manager.start();
    await after.evaluate(20 * SECOND);
    await after.evaluate(25 * SECOND);
    expect(after.updates).toMatchObject([{ startsAtMs: 10 * SECOND, endsAtMs: 20 * SECOND }]);
    expect(after.updates[0].labels.get('alertname')).toBe('A');
    await after.manager.stop();
  });

  test('state that cannot be kept is reported and does not silence the alert', async () => {
    const b = bench([alerting('vector(1) > 0')], { state: createFullDisk() });
    await b.evaluate(0);
    expect(b.updates).toHaveLength(1);
    expect(b.manager.groups()[0].lastError).toContain('disk full');
  });

  test('the history of many alerts is written together, not one after the other', async () => {
    const state = createMemoryState();
    const waiting: (() => void)[] = [];
    const slow: StateStore = {
      documents: (name) => state.documents(name),
      journal: <Value extends JsonValue>(name: string) => {
        const journal = state.journal<Value>(name);
        const append = async (value: Value, timeMs: number) => {
          await new Promise<void>((resolve) => waiting.push(resolve));
          return journal.append(value, timeMs);
        };
        return { ...journal, append };
      },
    };
    const b = bench([alerting('x')], { state: slow });
    for (const job of ['a', 'b', 'c']) b.set({ __name__: 'x', job }, 1, 0);
    const evaluated = b.evaluate(0);
    await vi.waitFor(() => expect(waiting).toHaveLength(3));
    for (const resume of waiting) resume();
    await evaluated;
    expect(b.updates).toHaveLength(3);
    expect(b.manager.history('A')).toHaveLength(3);
  });

  test('a full disk does not hide a change', async () => {
    const b = bench([alerting('vector(1) > 0')], { state: createFullDisk() });
    await b.evaluate(0);
    expect(b.changes()).toBe(1);
    expect(b.manager.history('A').map(({ to }) => to)).toEqual(['firing']);
  });
});

describe('the schedule', () => {
  test('a group is evaluated once per interval, at aligned times', async () => {
    const b = bench([recording('y', 'vector(1)')]);
    await b.manager.start();
    await b.clock.advanceBy(MINUTE);
    const times = (await samplesOf(b.store, 'y'))['y'].split(' ').map((text) => Number(text.split(':')[0]));
    expect(times).toHaveLength(6);
    expect(new Set(times.map((time) => Math.round(time * SECOND) % (10 * SECOND))).size).toBe(1);
    await b.manager.stop();
    await b.clock.advanceBy(MINUTE);
    expect(b.manager.groups()[0].lastEvaluationMs).toBe(times[5] * SECOND);
  });

  test('evaluations never overlap, and those left out are counted', async () => {
    let running = 0;
    let most = 0;
    const clock = new VirtualClock(0);
    const store = new MemorySeriesStore();
    const engine = createQueryEngine({ source: store, limits: { sliceMs: Infinity } });
    const manager = createRuleManager({
      groups: [groupOf([recording('y', 'vector(1)')])],
      query: {
        ...engine,
        instant: async (query, timeMs) => {
          most = Math.max(most, ++running);
          await new Promise<void>((resolve) => clock.after(25 * SECOND, resolve));
          running--;
          return engine.instant(query, timeMs);
        },
      },
      appender: store,
      clock,
      state: createMemoryState(),
      onAlerts: () => undefined,
    });
    await manager.start();
    await clock.advanceBy(95 * SECOND);
    expect(most).toBe(1);
    expect(manager.groups()[0].missedEvaluations).toBe(6);
    const stopped = manager.stop();
    await clock.advanceBy(MINUTE);
    await stopped;
  });

  test('an unknown group is refused by name', async () => {
    await expect(bench([]).manager.evaluateOnce('other', 0)).rejects.toMatchObject({ code: 'TT_USAGE' });
  });
});
