import type { ResolvedMetric, ResolvedTarget } from '@telltale/definition';
import type { RecordingRule } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import { describeLevel, describeSource } from './synthetic-source.ts';
import { synthesise } from './synthesise.ts';

const COMMON = { help: '', unit: '' };
const METRICS: readonly ResolvedMetric[] = [
  {
    ...COMMON,
    name: 'http_requests_total',
    kind: 'counter',
    labels: {
      method: { kind: 'values', values: ['GET', 'POST'] },
      route: { kind: 'any' },
      status: { kind: 'pattern', pattern: '[1-5][0-9][0-9]' },
    },
  },
  {
    ...COMMON,
    name: 'http_request_duration_seconds',
    kind: 'histogram',
    labels: { route: { kind: 'any' } },
    buckets: [0.1, 0.5, 1, 2.5],
  },
  { ...COMMON, name: 'memory_free_bytes', kind: 'gauge', labels: {} },
  { ...COMMON, name: 'memory_total_bytes', kind: 'gauge', labels: {} },
  {
    ...COMMON,
    name: 'queue_length',
    kind: 'gauge',
    labels: { queue: { kind: 'values', values: ['in', 'out'] } },
  },
  { ...COMMON, name: 'cache_hits_total', kind: 'counter', labels: {} },
  { ...COMMON, name: 'cache_misses_total', kind: 'counter', labels: {} },
  { ...COMMON, name: 'backup_timestamp_seconds', kind: 'gauge', labels: {} },
  { ...COMMON, name: 'basket_items', kind: 'summary', labels: {}, quantiles: [0.5, 0.95] },
  { ...COMMON, name: 'breaker_state', kind: 'stateset', labels: {}, states: ['closed', 'open'] },
  { ...COMMON, name: 'latency_seconds', kind: 'histogram', labels: {}, buckets: [], isNative: true },
];
const TARGETS: readonly ResolvedTarget[] = [
  {
    job: 'api',
    addresses: ['10.0.0.1:80', '10.0.0.2:80'],
    path: '/metrics',
    scheme: 'http',
    intervalMs: 15_000,
    timeoutMs: 10_000,
    labels: { zone: 'a' },
  },
];
const RECORDINGS: readonly RecordingRule[] = [
  recording('job:requests:rate5m', 'sum by (job) (rate(http_requests_total[5m]))'),
  recording(
    'job:errors:ratio5m',
    'sum by (job) (rate(http_requests_total{status=~"5.."}[5m])) / job:requests:rate5m',
  ),
];

function recording(name: string, query: string): RecordingRule {
  return { kind: 'recording', name, query, expr: parseExpr(query), labels: {} };
}

function synthesiseFor(query: string) {
  const options = { targets: TARGETS, recordings: RECORDINGS, timeMs: 1_700_000_000_000 };
  return synthesise(parseExpr(query), METRICS, options);
}

describe('series that make an expression hold', () => {
  test.each([
    'sum by (route) (rate(http_requests_total[5m])) > 100',
    'sum(increase(http_requests_total{status=~"5..",method="POST"}[10m])) > 3',
    'rate(http_requests_total{method!="GET"}[1m]) < 0.001',
    'sum by (route) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (route) (rate(http_requests_total[5m])) > 0.05',
    '1 - sum(rate(http_requests_total{status!~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.001',
    'sum(rate(cache_hits_total[5m])) / (sum(rate(cache_hits_total[5m])) + sum(rate(cache_misses_total[5m]))) < 0.8',
    'histogram_quantile(0.95, sum by (le, route) (rate(http_request_duration_seconds_bucket[5m]))) > 1',
    'sum(rate(http_request_duration_seconds_bucket{le="0.5"}[5m])) / sum(rate(http_request_duration_seconds_count[5m])) < 0.99',
    'rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m]) > 2',
    'memory_free_bytes / memory_total_bytes < 0.1',
    '(1 - memory_free_bytes / memory_total_bytes) * 100 > 90',
    'memory_free_bytes / 1024 / 1024 < 500',
    'max by (queue) (queue_length) >= 1000',
    'queue_length{queue="out"} == 7',
    'up == 0',
    'up{job="api"} < 1',
    'absent(up{job="api"})',
    'absent(rate(http_requests_total{status="500"}[5m]))',
    'queue_length > 100 and on () memory_free_bytes < 1000',
    'queue_length > 100 or queue_length < -5',
    'queue_length{queue="in"} unless on () memory_free_bytes > 10',
    'time() - backup_timestamp_seconds > 86400',
    'avg_over_time(queue_length[10m]) > 50',
    'sum(rate(http_requests_total[5m] offset 1h)) > 10',
    'job:errors:ratio5m > 0.1',
    'count(up == 0) > 1',
    'count by (job) (rate(http_requests_total[5m]) > 10) == 2',
    'basket_items{quantile="0.95"} > 20',
    'rate(basket_items_sum[5m]) / rate(basket_items_count[5m]) > 10',
    'breaker_state{breaker_state="open"} == 1',
    'changes(backup_timestamp_seconds[15m]) > 2',
    'predict_linear(memory_free_bytes[6h], 86400) < 0',
    'deriv(memory_total_bytes[30m]) > 10',
  ])('%s', async (query) => {
    const { sources, quiet, firing } = await synthesiseFor(query);
    expect(quiet).toHaveLength(sources.length);
    expect(firing).not.toEqual(quiet);
  });

  test('numerator and denominator of a ratio can move apart, in traffic that goes on', async () => {
    const found = await synthesiseFor(
      'sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05',
    );
    expect(found.sources.map(({ labels }) => labels.get('status'))).toEqual(['500', '200']);
    expect(found.quiet.map(describeLevel)).toEqual(['0/s', '1/s']);
    expect(found.firing.map(describeLevel)).toEqual(['1/s', '1/s']);
  });

  test('series carry the labels of a target that satisfies the selector', async () => {
    const { sources } = await synthesiseFor('up{instance=~".*2:80"} == 0');
    expect(sources.map(describeSource)).toEqual(['up{instance="10.0.0.2:80", job="api", zone="a"}']);
  });
});

test('metrics of an exporter are exposed by its target, those of the service by the others', async () => {
  const targets = [...TARGETS, { ...TARGETS[0], job: 'node', addresses: ['node:9100'], exporter: 'node' }];
  const metrics = [
    ...METRICS,
    { ...COMMON, name: 'node_load1', kind: 'gauge', labels: {}, exporter: 'node' },
  ] as const;
  const { sources } = await synthesise(
    parseExpr('count(node_load1 > 5) > 0 and count(queue_length) > 1'),
    metrics,
    {
      targets,
      timeMs: 1.7e12,
    },
  );
  const jobs = new Set(sources.map(({ name, labels }) => `${name} ${labels.get('job')}`));
  expect([...jobs]).toEqual(['node_load1 node', 'queue_length api']);
});

describe('what cannot hold is refused with the reason', () => {
  test.each([
    ['no_such_metric > 1', 'no metric no_such_metric is defined'],
    ['http_requests_total{code="500"} > 1', 'has no label code'],
    ['http_requests_total{method="PUT"} > 1', 'label method of http_requests_total cannot have such a value'],
    ['http_requests_total{status="ok"} > 1', 'label status of http_requests_total cannot have such a value'],
    ['up{job="web"} == 0', 'no target satisfies its matchers on job'],
    ['rate(http_request_duration_seconds_bucket{le="0.75"}[5m]) > 1', 'has no such bucket'],
    ['breaker_state{breaker_state="ajar"} == 1', 'cannot have such a value'],
    ['histogram_count(rate(latency_seconds[5m])) > 1', 'latency_seconds is a native histogram'],
    ['queue_length > queue_length', 'combinations of values make it hold'],
    [
      'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 3',
      'make it hold',
    ],
    ['vector(1) > 0', 'keep it from holding'],
    ['rate(http_requests_total[15s]) > 1', 'make it hold'],
  ])('%s', async (query, reason) => {
    const attempt = synthesise(parseExpr(query), METRICS, {
      targets: TARGETS,
      timeMs: 1.7e12,
      maxTries: 200,
    });
    await expect(attempt).rejects.toMatchObject({
      code: 'TT_NOT_SYNTHESISABLE',
      message: expect.stringContaining(reason),
    });
  });
});
