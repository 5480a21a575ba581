import type { ResolvedDefinition } from '@telltale/definition';
import type { AlertingRule, Rule } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import type { Transport } from '../../transport/transport.ts';
import { runDrill } from './run-drill.ts';

const START = Date.parse('2026-01-01T00:00:00Z');

function alerting(name: string, query: string, rest: Partial<AlertingRule> = {}): AlertingRule {
  const base = { kind: 'alerting', forMs: 0, keepFiringForMs: 0, labels: {}, annotations: {} } as const;
  return { ...base, name, query, expr: parseExpr(query), ...rest };
}

const RATIO =
  'sum by (job) (rate(requests_total{status="500"}[1m])) / sum by (job) (rate(requests_total[1m]))';
const HIGH = alerting('HighErrorRate', `${RATIO} > 0.05`, {
  forMs: 30_000,
  labels: { severity: 'page' },
  annotations: { summary: '{{ $value | humanizePercentage }} fail' },
});

function definition(rules: readonly Rule[], rest: Partial<ResolvedDefinition> = {}): ResolvedDefinition {
  const timing = {
    groupBy: ['alertname'],
    groupWaitMs: 10_000,
    groupIntervalMs: 60_000,
    repeatIntervalMs: 3_600_000,
  };
  const leaf = { matchers: [], continue: false, routes: [], ...timing };
  return {
    service: 'shop',
    owner: '',
    metrics: [
      {
        name: 'requests_total',
        kind: 'counter',
        help: '',
        unit: '',
        labels: { status: { kind: 'values', values: ['200', '500'] } },
      },
    ],
    targets: [
      {
        job: 'shop',
        addresses: ['127.0.0.1:3000'],
        path: '/metrics',
        scheme: 'http',
        intervalMs: 10_000,
        timeoutMs: 5000,
        labels: {},
      },
    ],
    evaluationIntervalMs: 10_000,
    receivers: [
      { kind: 'webhook', name: 'ops', url: 'http://ops.test/', sendResolved: true },
      { kind: 'webhook', name: 'pager', url: 'http://pager.test/', sendResolved: true },
    ],
    route: {
      ...leaf,
      receiver: 'ops',
      routes: [{ ...leaf, receiver: 'pager', matchers: [{ name: 'severity', op: '=', value: 'page' }] }],
    },
    rules,
    dashboards: [],
    queries: [],
    station: {},
    ...rest,
  };
}

function recorder(status = 200) {
  const urls: string[] = [];
  const transport: Transport = {
    post: async ({ url }) => {
      urls.push(url);
      return { status, headers: {}, body: status === 200 ? '' : 'field x is missing' };
    },
  };
  return { urls, transport };
}

function drill(resolved: ResolvedDefinition, alertName = 'HighErrorRate', transport = recorder().transport) {
  return runDrill({ resolved, alertName, transport, startMs: START });
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
    const { fired } = await drill(definition([HIGH]));
    expect(fired[0].payload.alerts[0]).toMatchObject({
      labels: { alertname: 'HighErrorRate', drill: 'true', severity: 'page' },
      annotations: { summary: expect.stringMatching(/^\[DRILL\] .*% fail$/) },
    });
  });

  test('posts to the sink instead of the receiver when one is given', async () => {
    const { urls, transport } = recorder();
    const sinkUrl = 'http://127.0.0.1:1/sink';
    await runDrill({
      resolved: definition([HIGH]),
      alertName: 'HighErrorRate',
      transport,
      sinkUrl,
      startMs: START,
    });
    expect(urls).toEqual([sinkUrl, sinkUrl]);
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
    expect(report.resolved).toEqual([]);
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
    const report = await drill(definition([HIGH]), 'HighErrorRate', recorder(400).transport);
    expect(report.failure).toBe('pager refused the notification: HTTP 400: field x is missing');
  });

  test('a receiver that is down', async () => {
    const report = await drill(definition([HIGH]), 'HighErrorRate', recorder(503).transport);
    expect(report.failure).toContain('No firing notification reached pager: HTTP 503');
  });

  test('an alert that does not exist', async () => {
    await expect(drill(definition([HIGH]), 'Other')).rejects.toMatchObject({
      code: 'TT_UNKNOWN_ALERT',
      fix: 'Alerts of the definition: HighErrorRate.',
    });
  });
});
