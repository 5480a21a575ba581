import {
  LabelSet,
  MemorySeriesStore,
  VirtualClock,
  bitsOf,
  createMemoryState,
  isStaleAt,
} from '@telltale/model';
import type { AlertingRule, Rule, RuleGroup } from '@telltale/model';
import { createQueryEngine, parseExpr } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { createRuleManager } from './rule-manager.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

function alerting(name: string, query: string, rest: Partial<AlertingRule> = {}): AlertingRule {
  const base = { kind: 'alerting', forMs: 0, keepFiringForMs: 0, labels: {}, annotations: {} } as const;
  return { ...base, name, query, expr: parseExpr(query), ...rest };
}

function recording(name: string, query: string): Rule {
  return { kind: 'recording', name, query, expr: parseExpr(query), labels: {} };
}

function group(name: string, rules: readonly Rule[], rest: Partial<RuleGroup> = {}): RuleGroup {
  return { name, file: 'rules.yml', intervalMs: 10 * SECOND, rules, ...rest };
}

/** A started manager whose `x` is 1 at all times. */
async function started(groups: readonly RuleGroup[], state = createMemoryState()) {
  const store = new MemorySeriesStore();
  const clock = new VirtualClock(0);
  const samples = Array.from({ length: 200 }, (_, i) => [i * 5 * SECOND, 1] as [number, number]);
  store.add(LabelSet.of({ __name__: 'x' }), samples);
  const updates: AlertUpdate[] = [];
  const manager = createRuleManager({
    groups,
    // It never gives way: the virtual clock does not wait for that.
    query: createQueryEngine({ source: store, limits: { sliceMs: Infinity } }),
    appender: store,
    clock,
    state,
    onAlerts: (alerts) => updates.push(...alerts),
  });
  await manager.start();
  return { store, clock, manager, state, updates };
}

/** Times of a series in seconds; `stale` for a marker. */
async function timesOf(store: MemorySeriesStore, name: string): Promise<string[]> {
  const all = await store.select({ matchers: [], startMs: 0, endMs: Infinity });
  return all
    .filter(({ labels }) => labels.metricName === name)
    .flatMap(({ timestamps, values }) =>
      [...timestamps].map((time, i) =>
        isStaleAt(bitsOf(values), i) ? `stale at ${time / SECOND}` : 'sample',
      ),
    );
}

describe('other rule groups while the manager runs', () => {
  test('groups that did not change keep their state and their times', async () => {
    const same = group('same', [alerting('A', 'x > 0', { forMs: MINUTE }), recording('y', 'x')]);
    const b = await started([same]);
    await b.clock.advanceTo(31 * SECOND);
    await b.manager.reload([
      group('same', [alerting('A', 'x > 0', { forMs: MINUTE }), recording('y', 'x')]),
      group('new', [recording('z', 'x')]),
    ]);
    await b.clock.advanceTo(69_999);
    const [first, second] = b.manager.groups();
    expect(first).toMatchObject({ name: 'same', evaluations: 7, missedEvaluations: 0 });
    expect(second).toMatchObject({ name: 'new', evaluations: 4 });
    expect((await timesOf(b.store, 'y')).filter((text) => text !== 'sample')).toEqual([]);
    await b.manager.stop();
  });

  test('a changed group goes on with the alerts of equal rules, at its own times', async () => {
    const b = await started([group('g', [alerting('A', 'x > 0', { forMs: MINUTE }), recording('y', 'x')])]);
    await b.clock.advanceTo(41 * SECOND);
    const [
      {
        alerts: [before],
      },
    ] = b.manager.groups()[0].rules;
    await b.manager.reload([
      group('g', [
        recording('new', 'x'),
        alerting('A', 'x > 0.5', { forMs: MINUTE }),
        recording('y', 'x * 2'),
      ]),
    ]);
    await b.clock.advanceTo(79_999);
    const [{ rules, evaluations }] = b.manager.groups();
    expect(rules[1]).toMatchObject({ state: 'firing', alerts: [{ activeAtMs: before.activeAtMs }] });
    expect(evaluations).toBe(8);
    expect(await timesOf(b.store, 'y')).toEqual(Array.from({ length: 8 }, () => 'sample'));
    await b.manager.stop();
  });

  test('alerts of rules that are gone are resolved, and their series end', async () => {
    const b = await started([
      group('g', [alerting('Gone', 'x > 0'), alerting('Kept', 'x > 0'), recording('y', 'x')]),
    ]);
    await b.clock.advanceTo(31 * SECOND);
    b.updates.length = 0;
    await b.manager.reload([group('g', [alerting('Kept', 'x > 0')])]);
    expect(b.updates.map(({ labels, endsAtMs }) => [labels.get('alertname'), endsAtMs])).toEqual([
      ['Gone', 31 * SECOND],
    ]);
    expect(b.manager.history('Gone')[0]).toMatchObject({ to: 'inactive', atMs: 31 * SECOND });
    expect((await timesOf(b.store, 'y')).at(-1)).toBe('stale at 31');
    expect((await timesOf(b.store, 'ALERTS')).filter((text) => text === 'stale at 31')).toHaveLength(1);
    await b.manager.stop();
  });

  test('a group that is gone leaves nothing behind, also for the next start', async () => {
    const b = await started([group('g', [alerting('A', 'x > 0'), recording('y', 'x')])]);
    await b.clock.advanceTo(31 * SECOND);
    b.updates.length = 0;
    await b.manager.reload([]);
    expect(b.updates).toHaveLength(1);
    expect((await timesOf(b.store, 'ALERTS_FOR_STATE')).at(-1)).toBe('stale at 31');
    expect(await b.state.documents('alert-state').entries()).toEqual([]);
    await b.clock.advanceTo(60 * SECOND);
    expect(b.updates).toHaveLength(1);
    await b.manager.stop();
  });

  test('a rule that moves to another group goes on there', async () => {
    const rule = alerting('A', 'x > 0');
    const b = await started([group('old', [rule])]);
    await b.clock.advanceTo(31 * SECOND);
    const [{ activeAtMs }] = b.manager.groups()[0].rules[0].alerts;
    b.updates.length = 0;
    await b.manager.reload([group('renamed', [rule])]);
    await b.clock.advanceTo(60 * SECOND);
    expect(b.updates.filter(({ endsAtMs }) => endsAtMs <= b.clock.now())).toEqual([]);
    expect(b.manager.groups()[0].rules[0].alerts).toMatchObject([{ state: 'firing', activeAtMs }]);
    await b.manager.stop();
  });

  test('an alert that fires is pending again when it now has to hold for longer', async () => {
    const b = await started([group('g', [alerting('A', 'x > 0')])]);
    await b.clock.advanceTo(31 * SECOND);
    await b.manager.reload([group('g', [alerting('A', 'x > 0', { forMs: 5 * MINUTE })])]);
    await b.clock.advanceTo(45 * SECOND);
    expect(b.manager.groups()[0].rules[0].state).toBe('pending');
    await b.manager.stop();
  });

  test('groups that cannot be evaluated change nothing', async () => {
    const b = await started([group('g', [alerting('A', 'x > 0')])]);
    await b.clock.advanceTo(21 * SECOND);
    const twice = [group('g', []), group('g', [])];
    await expect(b.manager.reload(twice)).rejects.toMatchObject({ code: 'TT_USAGE' });
    await expect(b.manager.reload([group('h', [], { intervalMs: 0 })])).rejects.toThrow(/interval/);
    await b.clock.advanceTo(49_999);
    expect(b.manager.groups()).toMatchObject([{ name: 'g', evaluations: 5 }]);
    await b.manager.stop();
  });

  test('after a crash the state is that of the groups after the change', async () => {
    const state = createMemoryState();
    const b = await started([group('g', [alerting('A', 'x > 0'), alerting('B', 'x > 0')])], state);
    await b.clock.advanceTo(31 * SECOND);
    await b.manager.reload([group('g', [alerting('B', 'x > 0')])]);
    const after = await started([group('g', [alerting('A', 'x > 0'), alerting('B', 'x > 0')])], state);
    const states = after.manager.groups()[0].rules.map(({ rule, state: now }) => [rule.name, now]);
    expect(states).toEqual([
      ['A', 'inactive'],
      ['B', 'firing'],
    ]);
    await Promise.all([b.manager.stop(), after.manager.stop()]);
  });
});
