import type { MetricMetadata } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import { generateDashboard } from './generated.ts';

const families = new Map<string, MetricMetadata>([
  ['process_cpu_seconds_total', { type: 'counter', help: 'CPU.', unit: '' }],
  ['http_requests_total', { type: 'counter', help: 'Requests.', unit: '' }],
  ['http_request_duration_seconds', { type: 'histogram', help: 'Latency.', unit: 'seconds' }],
  ['queue_depth', { type: 'gauge', help: 'Jobs waiting.', unit: '' }],
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
      'HTTP request duration: p50, p95, p99',
      'HTTP requests',
      'Queue depth',
      'Process CPU',
    ]);
  });

  test('a job name cannot break out of its matcher', () => {
    const hostile = generateDashboard({ job: 'a"} or up{x="', intervalMs: 5000, families });
    const expr = parseExpr(hostile.panels[2].queries[0].query);
    expect(expr).toMatchObject({ kind: 'aggregation', op: 'topk', expr: { kind: 'vector' } });
  });

  test('seconds per second are shown as a share of time', () => {
    expect(dashboard.panels.at(-1)?.unit).toBe('ratio');
  });
});
