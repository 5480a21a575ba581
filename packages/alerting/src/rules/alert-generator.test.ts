import { parseRuleFile } from '@telltale/formats';
import {
  LabelSet,
  MemorySeriesStore,
  VirtualClock,
  bitsOf,
  createMemoryState,
  isStaleAt,
} from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { loadRuleGroups } from './load-rule-groups.ts';
import { createRuleManager } from './rule-manager.ts';
import type { RuleManager } from './rule-manager.ts';

/*
 * What the alert generator of Prometheus' compliance suite asks of whoever evaluates alerting rules: rule
 * groups at 30 seconds, some forty minutes of samples, and then what was sent, written and shown.
 */
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const INTERVAL = 30 * SECOND;
const END = 40 * MINUTE;

interface Sent extends AlertUpdate {
  readonly atMs: number;
}

interface Scenario {
  readonly manager: RuleManager;
  readonly sent: readonly Sent[];
  readonly store: MemorySeriesStore;
  /** States at each evaluation, one letter each: inactive, pending, Firing. */
  readonly states: ReadonlyMap<string, string>;
  /** Times of the evaluations. */
  readonly slots: readonly number[];
}

/** Values of a series by the minute from which it has them; `undefined` for none. */
type Pattern = readonly (readonly [fromMin: number, value: number | undefined])[];

function addSeries(store: MemorySeriesStore, labels: Record<string, string>, pattern: Pattern): void {
  const samples: [number, number][] = [];
  for (let atMs = 0; atMs <= END; atMs += 15 * SECOND) {
    const value = pattern.findLast(([fromMin]) => fromMin * MINUTE <= atMs)?.[1];
    if (value !== undefined) samples.push([atMs, value]);
  }
  store.add(LabelSet.of(labels), samples);
}

/** Runs the rules of one group over forty minutes. */
async function run(
  rules: string,
  series: readonly (readonly [Record<string, string>, Pattern])[],
  group = '',
): Promise<Scenario> {
  const store = new MemorySeriesStore();
  for (const [labels, pattern] of series) addSeries(store, { __name__: 'metric', ...labels }, pattern);
  const text = `groups:\n  - name: g\n    interval: 30s\n${group}    rules:\n${rules}`;
  const clock = new VirtualClock(0);
  const sent: Sent[] = [];
  const manager = createRuleManager({
    groups: loadRuleGroups(parseRuleFile(text, 'rules.yml')),
    // It never gives way: the virtual clock does not wait for that.
    query: createQueryEngine({ source: store, limits: { sliceMs: Infinity } }),
    appender: store,
    clock,
    state: createMemoryState(),
    onAlerts: (alerts) => sent.push(...alerts.map((alert) => ({ ...alert, atMs: clock.now() }))),
  });
  await manager.start();
  const states = new Map<string, string>();
  const slots: number[] = [];
  while (clock.now() < END) {
    await clock.advanceBy(INTERVAL);
    const [{ rules: statuses, lastEvaluationMs = 0 }] = manager.groups();
    slots.push(lastEvaluationMs);
    for (const { rule, state } of statuses) {
      const letter = { inactive: 'i', pending: 'p', firing: 'F' }[state];
      states.set(rule.name, (states.get(rule.name) ?? '') + letter);
    }
  }
  await manager.stop();
  return { manager, sent, store, states, slots };
}

/** The samples of all series of a metric: time → value, or `stale`. */
async function samplesOf(store: MemorySeriesStore, selector: Record<string, string>) {
  const all = await store.select({ matchers: [], startMs: 0, endMs: Infinity });
  const wanted = Object.entries(selector);
  return new Map(
    all
      .filter(({ labels }) => wanted.every(([name, value]) => labels.get(name) === value))
      .flatMap(({ timestamps, values }) =>
        [...timestamps].map((time, i) => [time, isStaleAt(bitsOf(values), i) ? 'stale' : values[i]] as const),
      ),
  );
}

describe('an alert that is pending, fires and resolves', () => {
  const rule = `
      - alert: A
        expr: metric > 10
        for: 5m
        labels: { severity: page, from: '{{ $labels.job }}' }
        annotations: { summary: '{{ $value }} in {{ $labels.job }}' }
`;
  const series = [
    [
      { job: 'api' },
      [
        [0, 3],
        [4, 15],
        [15, 2],
      ],
    ],
  ] as const;

  async function scenario() {
    const ran = await run(rule, series);
    const active = ran.slots.find((slot) => slot >= 4 * MINUTE)!;
    const resolved = ran.slots.find((slot) => slot >= 15 * MINUTE)!;
    return { ...ran, active, firing: active + 5 * MINUTE, resolved };
  }

  test('is pending until it held for as long as it has to', async () => {
    const { states, slots, active, firing, resolved } = await scenario();
    const expected = slots.map((slot) =>
      slot < active || slot >= resolved ? 'i' : slot < firing ? 'p' : 'F',
    );
    expect(states.get('A')).toBe(expected.join(''));
  });

  test('is sent when it fires, each minute, and resolved for fifteen minutes', async () => {
    const { sent, firing, resolved } = await scenario();
    const times = (from: number, to: number) =>
      Array.from({ length: Math.floor((to - from) / MINUTE) + 1 }, (_, i) => from + i * MINUTE);
    const untilResolved = times(firing, resolved - 1);
    expect(sent.map(({ atMs }) => atMs)).toEqual([
      ...untilResolved,
      ...times(resolved, resolved + 15 * MINUTE),
    ]);
    for (const { atMs, startsAtMs, endsAtMs } of sent) {
      expect(startsAtMs).toBe(firing);
      // Four resend delays ahead, as they are longer than the interval; then when it was resolved.
      expect(endsAtMs).toBe(atMs < resolved ? atMs + 4 * MINUTE : resolved);
    }
  });

  test('is sent with the labels and annotations of its rule', async () => {
    const { sent } = await scenario();
    expect(sent[0].labels.toObject()).toEqual({ alertname: 'A', job: 'api', severity: 'page', from: 'api' });
    expect(sent[0].annotations).toEqual({ summary: '15 in api' });
  });

  test('has series while it is pending and firing, which end with it', async () => {
    const { store, slots, active, firing, resolved } = await scenario();
    const between = (from: number, to: number, value: number) =>
      slots.filter((slot) => slot >= from && slot < to).map((slot) => [slot, value] as const);
    expect(await samplesOf(store, { __name__: 'ALERTS', alertstate: 'pending' })).toEqual(
      new Map<number, number | string>([...between(active, firing, 1), [firing, 'stale']]),
    );
    expect(await samplesOf(store, { __name__: 'ALERTS', alertstate: 'firing' })).toEqual(
      new Map<number, number | string>([...between(firing, resolved, 1), [resolved, 'stale']]),
    );
    expect(await samplesOf(store, { __name__: 'ALERTS_FOR_STATE' })).toEqual(
      new Map<number, number | string>([
        ...between(active, resolved, Math.floor(active / 1000)),
        [resolved, 'stale'],
      ]),
    );
  });
});

describe('other alerts', () => {
  test('one that resolves while it is pending is never sent', async () => {
    const { states, sent } = await run('      - { alert: A, expr: metric > 10, for: 5m }\n', [
      [
        { job: 'a' },
        [
          [0, 1],
          [4, 20],
          [8, 1],
          [20, 20],
          [24, 1],
        ],
      ],
    ]);
    expect(states.get('A')).toMatch(/^i+p+i+p+i+$/);
    expect(sent).toEqual([]);
  });

  test('one whose expression never holds has no series', async () => {
    const { states, store } = await run('      - { alert: A, expr: metric > 10 }\n', [
      [{ job: 'a' }, [[0, 1]]],
    ]);
    expect(states.get('A')).toMatch(/^i+$/);
    expect(await samplesOf(store, { __name__: 'ALERTS' })).toEqual(new Map());
  });

  test('one without a hold time fires at once, one with a short time at the next evaluation', async () => {
    const { states } = await run(
      '      - { alert: Zero, expr: metric > 10 }\n      - { alert: Short, expr: metric > 10, for: 5s }\n',
      [
        [
          { job: 'a' },
          [
            [0, 1],
            [4, 20],
            [8, 1],
          ],
        ],
      ],
    );
    expect(states.get('Zero')).toMatch(/^i+F+i+$/);
    expect(states.get('Short')).toMatch(/^i+pF+i+$/);
  });

  test('one of a long group is valid for four of its intervals', async () => {
    const store = new MemorySeriesStore();
    addSeries(store, { __name__: 'metric' }, [[0, 20]]);
    const text = 'groups: [{ name: g, interval: 2m, rules: [{ alert: A, expr: metric > 1 }] }]';
    const updates: AlertUpdate[] = [];
    const manager = createRuleManager({
      groups: loadRuleGroups(parseRuleFile(text, 'rules.yml')),
      query: createQueryEngine({ source: store, limits: { sliceMs: Infinity } }),
      appender: store,
      clock: new VirtualClock(0),
      state: createMemoryState(),
      onAlerts: (alerts) => updates.push(...alerts),
    });
    await manager.evaluateOnce('g', 10 * MINUTE);
    expect(updates.map(({ endsAtMs }) => endsAtMs)).toEqual([18 * MINUTE]);
  });

  test('new series become alerts of their own, each with its own times', async () => {
    const { sent, slots } = await run('      - { alert: A, expr: metric > 10, for: 2m }\n', [
      [
        { job: 'a' },
        [
          [0, 1],
          [4, 20],
          [12, 1],
        ],
      ],
      [
        { job: 'b' },
        [
          [0, 1],
          [6, 20],
          [12, 1],
        ],
      ],
      [
        { job: 'c' },
        [
          [0, undefined],
          [8, 20],
          [12, 1],
        ],
      ],
    ]);
    const firstSlot = (fromMin: number): number => slots.find((slot) => slot >= fromMin * MINUTE)!;
    const firsts = Map.groupBy(sent, ({ labels }) => labels.get('job'));
    expect([...firsts].map(([job, [first]]) => [job, first.atMs])).toEqual([
      ['a', firstSlot(4) + 2 * MINUTE],
      ['b', firstSlot(6) + 2 * MINUTE],
      ['c', firstSlot(8) + 2 * MINUTE],
    ]);
  });

  test('rules see what those before them recorded and what alerts were found in the same evaluation', async () => {
    const { states, slots, store } = await run(
      `
      - { record: doubled, expr: metric * 2 }
      - { alert: First, expr: doubled > 20 }
      - { alert: Second, expr: 'ALERTS{alertname="First", alertstate="firing"} == 1' }
      - { record: before, expr: 'count(after)' }
      - { record: after, expr: metric }
`,
      [
        [
          { job: 'a' },
          [
            [0, 1],
            [4, 20],
            [8, 1],
          ],
        ],
      ],
    );
    expect(states.get('First')).toMatch(/^i+F+i+$/);
    expect(states.get('Second')).toBe(states.get('First'));
    // What comes later is only seen the next time.
    expect([...(await samplesOf(store, { __name__: 'before' })).keys()]).toEqual(slots.slice(1));
  });

  test('a label that changes with the value makes another alert', async () => {
    const { sent } = await run(
      `      - { alert: A, expr: metric > 10, labels: { level: '{{ if gt $value 30.0 }}high{{ else }}low{{ end }}' } }\n`,
      [
        [
          { job: 'a' },
          [
            [0, 1],
            [4, 20],
            [8, 40],
            [12, 1],
          ],
        ],
      ],
    );
    const byLevel = Map.groupBy(sent, ({ labels }) => labels.get('level'));
    const lows = byLevel.get('low') ?? [];
    const highs = byLevel.get('high') ?? [];
    const lowEnd = lows.find(({ atMs, endsAtMs }) => endsAtMs <= atMs)!;
    expect(lowEnd.atMs).toBe(highs[0].atMs);
  });

  test('keep_firing_for bridges a gap, and the end comes after it', async () => {
    const { states, slots } = await run('      - { alert: A, expr: metric > 10, keep_firing_for: 3m }\n', [
      [
        { job: 'a' },
        [
          [0, 1],
          [4, 20],
          [8, 1],
          [10, 20],
          [12, 1],
        ],
      ],
    ]);
    expect(states.get('A')).toMatch(/^i+F+i+$/);
    const end = slots[states.get('A')!.lastIndexOf('F') + 1];
    expect(end - slots.find((slot) => slot >= 12 * MINUTE)!).toBe(3 * MINUTE);
  });

  test('with a query offset the samples that are read are older, and so are those that are written', async () => {
    const { slots, states, store } = await run(
      '      - { alert: A, expr: metric > 10 }\n',
      [
        [
          { job: 'a' },
          [
            [0, 1],
            [4, 20],
            [8, 1],
          ],
        ],
      ],
      '    query_offset: 1m\n',
    );
    const active = slots.find((slot) => slot >= 5 * MINUTE)!;
    expect(slots[states.get('A')!.indexOf('F')]).toBe(active);
    const [first] = await samplesOf(store, { __name__: 'ALERTS' });
    expect(first).toEqual([active - MINUTE, 1]);
  });
});
