import { LabelSet, MemorySeriesStore, VirtualClock, createMemoryState } from '@telltale/model';
import type { AlertingRule, Route } from '@telltale/model';
import { createQueryEngine, parseExpr } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import { MINUTE, ROUTE, SECOND, START, webhook } from '../../../test/notification-bench.ts';
import { createNotifier } from '../../notifier/notifier.ts';
import { createRuleManager } from '../../rules/rule-manager.ts';
import { readSecret } from '../../secrets/read-secret.ts';
import { createSmtpTransport } from '../../transport/smtp-transport.ts';
import { explainAlert } from './explain-alert.ts';

const RULE: AlertingRule = {
  kind: 'alerting',
  name: 'Slow',
  query: 'load > 5',
  expr: parseExpr('load > 5'),
  labels: { severity: 'page' },
  annotations: {},
  forMs: 2 * MINUTE,
  keepFiringForMs: 0,
};

interface StationOptions {
  readonly rule?: Partial<AlertingRule>;
  readonly route?: Route;
  readonly isDown?: boolean;
}

/** A rule manager and a notifier on one clock, over a gauge that is scraped every 15 s. */
async function station({ rule = {}, route = ROUTE, isDown = false }: StationOptions = {}) {
  const clock = new VirtualClock(START);
  const store = new MemorySeriesStore();
  const state = createMemoryState();
  const query = createQueryEngine({ source: store, limits: { sliceMs: Infinity } });
  const notifier = createNotifier({
    configuration: { route, receivers: [webhook('ops')] },
    services: {
      http: {
        post: async () => {
          if (isDown) throw new Error('connect ECONNREFUSED');
          return { status: 200, headers: {}, body: '' };
        },
      },
      mail: createSmtpTransport(),
      secrets: readSecret,
    },
    clock,
    state,
    externalUrl: 'http://t',
  });
  await notifier.start();
  const manager = createRuleManager({
    groups: [{ name: 'g', file: '', intervalMs: 15 * SECOND, rules: [{ ...RULE, ...rule }] }],
    query,
    appender: store,
    clock,
    state,
    onAlerts: (alerts) => notifier.accept(alerts),
  });
  const explain = async (name = 'Slow') => {
    const { hurdles } = await explainAlert(name, {
      groups: manager.groups(),
      configuration: notifier.configuration,
      alerts: notifier.alerts(),
      notifications: notifier.notifications(),
      query,
      nowMs: clock.now(),
    });
    return hurdles.map(({ hurdle, outcome, detail }) => `${hurdle} ${outcome}${detail && `: ${detail}`}`);
  };
  return {
    notifier,
    explain,
    run: async (load: number | undefined, steps: number): Promise<void> => {
      for (let i = 0; i < steps; i++) {
        await clock.advanceBy(15 * SECOND);
        if (load !== undefined) {
          const ids = [store.intern(LabelSet.of({ __name__: 'load', job: 'shop' }))];
          store.append({ group: '', timestampMs: clock.now(), ids, values: Float64Array.of(load) });
        }
        await manager.evaluateOnce('g', clock.now());
        await notifier.idle();
      }
    },
  };
}

const last = (hurdles: readonly string[]) => hurdles.findLast((text) => !text.endsWith('not-reached'));

describe('why an alert is not heard of', () => {
  test('its rule was not evaluated yet', async () => {
    const { explain } = await station();
    expect(last(await explain())).toBe(
      'loaded stopped: in the group g, evaluated every 15s, and not evaluated yet',
    );
  });

  test('its rule cannot be evaluated', async () => {
    const query = 'label_replace(load, "a", "b", "c", "(")';
    const { run, explain } = await station({ rule: { query, expr: parseExpr(query) } });
    await run(1, 1);
    expect(last(await explain())).toContain('loaded stopped: in the group g');
  });

  test('there are no series to look at', async () => {
    const { run, explain } = await station();
    await run(undefined, 1);
    expect(last(await explain())).toBe('holds stopped: it does not hold: there are no series for load');
  });

  test('the value is on the other side of the threshold', async () => {
    const { run, explain } = await station();
    await run(3.216789, 1);
    expect(last(await explain())).toBe(
      'holds stopped: it does not hold: it needs > 5, and is 3.217 {job="shop"}',
    );
  });

  test('it is pending', async () => {
    const { run, explain } = await station();
    await run(9, 3);
    expect(last(await explain())).toBe(
      'fires stopped: pending since 2026-01-01T00:00:15Z: it fires after 2m, in 1m30s',
    );
  });

  test('no route leads to anybody', async () => {
    const { run, explain } = await station({ route: { ...ROUTE, receiver: '' } });
    await run(9, 10);
    expect(last(await explain())).toBe('routed stopped: the route that takes it leads to nobody');
  });

  test('it is silenced', async () => {
    const { notifier, run, explain } = await station();
    const { id } = await notifier.silences.put({
      matchers: [{ name: 'severity', op: '=', value: 'page' }],
      startsAtMs: START,
      endsAtMs: START + 60 * MINUTE,
      createdBy: 'me',
      comment: 'test',
    });
    await run(9, 10);
    expect(last(await explain())).toBe(`unmuted stopped: silenced by ${id}`);
  });

  test('its group waits for more alerts', async () => {
    const { run, explain } = await station({ route: { ...ROUTE, groupWaitMs: 10 * MINUTE } });
    await run(9, 10);
    expect(last(await explain())).toBe(
      'delivered stopped: nothing was sent yet: a new group waits 10m for more alerts',
    );
  });

  test('its receiver does not answer', async () => {
    const { run, explain } = await station({ isDown: true });
    await run(9, 16);
    expect(last(await explain())).toMatch(
      /delivered stopped: the message to ops is tried again after \d+ attempts: connect ECONNREFUSED/,
    );
  });

  test('it was heard of', async () => {
    const { run, explain } = await station();
    await run(9, 16);
    const hurdles = await explain();
    expect(hurdles.every((text) => text.includes(' passed'))).toBe(true);
    expect(last(hurdles)).toMatch(/delivered passed: to ops at 2026/);
  });

  test('nobody evaluates a rule of that name', async () => {
    const { explain } = await station();
    await expect(explain('Fast')).rejects.toThrow('No rule named "Fast" is evaluated here.');
  });
});
