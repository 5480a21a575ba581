import type { MetricMetadata } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import { generateDashboard } from './generated.ts';

const families = new Map<string, MetricMetadata>([
  ['process_cpu_seconds_total', { type: 'counter', help: 'CPU.', unit: '' }],
  ['http_requests_total', { type: 'counter', help: 'Requests.', unit: '' }],
  ['http_request_duration_seconds', { type: 'histogram', help: 'Latency.', unit: 'seconds' }],
  ['queue_depth', { type: 'gauge', help: 'Jobs waiting.', unit: '' }],
  ['circuit_breaker', { type: 'stateset', help: 'Breaker.', unit: '' }],
  ['build_info', { type: 'info', help: 'Build.', unit: '' }],
]);

describe('generated dashboard', () => {
  const dashboard = generateDashboard({ job: 'localhost:3000', intervalMs: 5000, families });

  test('every query is valid PromQL', () => {
    const queries = dashboard.panels.flatMap((panel) => panel.queries.map(({ query }) => query));
    expect(queries.length).toBeGreaterThan(4);
    for (const query of queries) expect(() => parseExpr(query)).not.toThrow();
  });

  test("the service's own metrics come before those of its runtime", () => {
    expect(dashboard.panels.map(({ title }) => title)).toEqual([
      'Answering',
      'Circuit breaker',
      'HTTP request duration: p50, p95, p99',
      'HTTP request duration, distribution',
      'HTTP requests',
      'Queue depth',
      'Process CPU',
    ]);
  });

  test('a job name cannot break out of its matcher', () => {
    const hostile = generateDashboard({ job: 'a"} or up{x="', intervalMs: 5000, families });
    const expr = parseExpr(hostile.panels.find(({ title }) => title === 'Queue depth')!.queries[0].query);
    expect(expr).toMatchObject({ kind: 'aggregation', op: 'topk', expr: { kind: 'vector' } });
  });

  test('states are seen over time, distributions as colours, and each panel says what it is made of', () => {
    const kinds = new Map(dashboard.panels.map(({ title, kind }) => [title, kind]));
    expect(kinds.get('Answering')).toBe('state-timeline');
    expect(kinds.get('Circuit breaker')).toBe('state-timeline');
    expect(kinds.get('HTTP request duration, distribution')).toBe('heatmap');
    expect(dashboard.panels[2].metrics).toEqual([
      { name: 'http_request_duration_seconds', type: 'histogram', unit: 'seconds', help: 'Latency.' },
    ]);
  });

  test('a program that exposes nothing has no dashboard', () => {
    expect(generateDashboard({ job: 'a', intervalMs: 5000, families: new Map() }).panels).toEqual([]);
  });

  test('seconds per second are shown as a share of time', () => {
    expect(dashboard.panels.at(-1)?.unit).toBe('ratio');
  });
});
