import type { ResolvedDefinition } from '@telltale/definition';
import type { AlertingRule, Rule } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import type { DrillTarget, ReceivedMessage } from '../src/proof/drill/drill-target.ts';

/** When made-up time begins. */
export const START = Date.parse('2026-01-01T00:00:00Z');

/** An alerting rule of the definition. */
export function alerting(name: string, query: string, rest: Partial<AlertingRule> = {}): AlertingRule {
  const base = { kind: 'alerting', forMs: 0, keepFiringForMs: 0, labels: {}, annotations: {} } as const;
  return { ...base, name, query, expr: parseExpr(query), ...rest };
}

/** The share of requests that fail. */
export const RATIO =
  'sum by (job) (rate(requests_total{status="500"}[1m])) / sum by (job) (rate(requests_total[1m]))';
/** An alert that needs all of the ladder. */
export const HIGH = alerting('HighErrorRate', `${RATIO} > 0.05`, {
  forMs: 30_000,
  labels: { severity: 'page' },
  annotations: { summary: '{{ $value | humanizePercentage }} fail' },
});

/** A shop with one metric, one target and two receivers. */
export function definition(
  rules: readonly Rule[],
  rest: Partial<ResolvedDefinition> = {},
): ResolvedDefinition {
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

/** A target that keeps what is posted to it, and answers as it is told. */
export function recordingTarget(status = 200): DrillTarget & { readonly urls: readonly string[] } {
  const urls: string[] = [];
  const messages: ReceivedMessage[] = [];
  return {
    urls,
    receiverFor: (receiver) => receiver,
    received: () => messages,
    services: {
      secrets: async () => 'secret',
      mail: { send: async () => ({ kind: 'accepted' }) },
      http: {
        post: async ({ url, body }) => {
          urls.push(url);
          if (status !== 200) return { status, headers: {}, body: 'field x is missing' };
          const payload = JSON.parse(body);
          messages.push({ receiver: payload.receiver, kind: 'webhook', payload });
          return { status, headers: {}, body: '' };
        },
      },
    },
  };
}
