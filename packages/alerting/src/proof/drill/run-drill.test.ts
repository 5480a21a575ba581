import type { ResolvedDefinition } from '@telltale/definition';
import type { Receiver } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import { HIGH, RATIO, START, alerting, definition, recordingTarget } from '../../../test/drill-definition.ts';
import type { DrillTarget } from './drill-target.ts';
import { runDrill } from './run-drill.ts';

function drill(
  resolved: ResolvedDefinition,
  alertName = 'HighErrorRate',
  target: DrillTarget = recordingTarget(),
) {
  return runDrill({ resolved, alertName, target, startMs: START });
}

describe('a drill', () => {
  test('runs from quiet through pending and firing to delivered and resolved', async () => {
    const report = await drill(definition([HIGH]));
    expect(report).toMatchObject({ isProven: true, failure: '', receivers: ['pager'] });
    expect(report.hops.map(({ stage }) => stage)).toEqual([
      'synthesised',
      'quiet',
      'pending',
      'firing',
      'routed',
      'delivered',
      'resolved',
      'resolve-delivered',
    ]);
  });

  test('tells what a user would wait: hold time, then group wait', async () => {
    const { hops } = await drill(definition([HIGH]));
    const after = Object.fromEntries(hops.map(({ stage, serviceMs }) => [stage, serviceMs]));
    expect(after).toMatchObject({ pending: 10_000, firing: 40_000, routed: 40_000, delivered: 50_000 });
    expect(hops.every(({ wallMs }) => wallMs > 0)).toBe(true);
  });

  test('marks label and summary, so that nobody takes it for real', async () => {
    const { deliveries } = await drill(definition([HIGH]));
    const labels = { alertname: 'HighErrorRate', drill: 'true', severity: 'page' };
    const annotations = { summary: expect.stringMatching(/^\[DRILL\] .*% fail$/) };
    expect(deliveries[0]).toMatchObject({
      receiver: 'pager',
      kind: 'webhook',
      status: 'firing',
      serviceMs: 50_000,
      payload: { alerts: [{ labels, annotations }] },
    });
    expect(deliveries.map(({ status }) => status)).toEqual(['firing', 'resolved']);
  });

  test('tells the receivers that the target gives in the place of the real ones', async () => {
    const url = 'http://127.0.0.1:1/sink';
    const target = recordingTarget();
    const receiverFor = ({ name }: Receiver): Receiver => ({
      kind: 'webhook',
      name,
      url,
      sendResolved: true,
    });
    await drill(definition([HIGH]), 'HighErrorRate', { ...target, receiverFor });
    expect(target.urls).toEqual([url, url]);
  });

  test('tries a real receiver once only', async () => {
    const report = await drill(definition([HIGH]), 'HighErrorRate', {
      ...recordingTarget(503),
      isReal: true,
    });
    expect(report.failure).toMatch(/^pager did not take the notification: HTTP 503/);
  });

  test('a heartbeat always fires and is delivered', async () => {
    const watchdog = alerting('Watchdog', 'vector(1)', { labels: { severity: 'none' } });
    const report = await drill(definition([watchdog]), 'Watchdog');
    expect(report).toMatchObject({ failure: '', receivers: ['ops'] });
  });

  test('works through recording rules', async () => {
    const recording = {
      kind: 'recording',
      name: 'job:errors:ratio',
      query: RATIO,
      expr: parseExpr(RATIO),
      labels: {},
    } as const;
    const report = await drill(definition([recording, alerting('HighErrorRate', 'job:errors:ratio > 0.05')]));
    expect(report).toMatchObject({ isProven: true, receivers: ['ops'] });
  });

  test('proves an alert on a target that is down, and one on a metric that is gone', async () => {
    const rules = [alerting('Down', 'up == 0'), alerting('Gone', 'absent(requests_total)')];
    expect((await drill(definition(rules), 'Down')).failure).toBe('');
    expect((await drill(definition(rules), 'Gone')).failure).toBe('');
  });

  test('waits for keep_firing_for before the alert resolves', async () => {
    const { hops } = await drill(definition([{ ...HIGH, keepFiringForMs: 300_000 }]));
    const resolved = hops.find(({ stage }) => stage === 'resolved');
    expect(resolved?.serviceMs).toBeGreaterThan(300_000);
  });

  test('does not wait for a resolution the receiver does not want', async () => {
    const receivers = definition([]).receivers.map((receiver) => ({ ...receiver, sendResolved: false }));
    const report = await drill(definition([HIGH], { receivers }));
    expect(report.isProven).toBe(true);
    expect(report.deliveries.map(({ status }) => status)).toEqual(['firing']);
  });
});

describe('a drill that proves nothing says why', () => {
  test('an alert that can never fire', async () => {
    const report = await drill(
      definition([alerting('Dead', 'sum(rate(requests_total{code="500"}[1m])) > 1')]),
      'Dead',
    );
    expect(report).toMatchObject({ isProven: false, failure: expect.stringContaining('no label code') });
  });

  test('an alert that always fires', async () => {
    const report = await drill(definition([alerting('Always', 'vector(1) > 0')]), 'Always');
    expect(report.failure).toContain('keep it from holding');
  });

  test('an alert that is routed nowhere', async () => {
    const base = definition([HIGH]);
    const report = await drill({
      ...base,
      receivers: [],
      route: { ...base.route, receiver: '', routes: [] },
    });
    expect(report.failure).toBe('No receiver takes the alert: the definition routes it nowhere.');
  });

  test('a receiver that refuses the message', async () => {
    const report = await drill(definition([HIGH]), 'HighErrorRate', recordingTarget(400));
    expect(report.failure).toBe('pager refused the notification: HTTP 400: field x is missing');
  });

  test('a receiver that is down', async () => {
    const report = await drill(definition([HIGH]), 'HighErrorRate', recordingTarget(503));
    expect(report.failure).toContain('No firing notification reached pager: HTTP 503');
  });

  test('an alert that does not exist', async () => {
    await expect(drill(definition([HIGH]), 'Other')).rejects.toMatchObject({
      code: 'TT_UNKNOWN_ALERT',
      fix: 'Alerts of the definition: HighErrorRate.',
    });
  });
});
