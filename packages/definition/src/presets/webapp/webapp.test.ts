import { describe, expect, it } from 'vitest';
import {
  bucketsOf,
  expectMetrics,
  panelTitles,
  ruleOf,
  resolved as resolve,
} from '../../../test/resolved-preset.ts';
import { defineMonitoring } from '../../monitoring/define-monitoring.ts';
import { webapp } from './webapp.ts';

describe('the preset webapp', () => {
  const resolved = resolve(defineMonitoring({ service: 's', preset: webapp() }));

  it('has the metrics of the application with their labels', () => {
    expectMetrics(resolved, [
      'http_requests_total counter method,endpoint,status',
      'http_request_duration_seconds histogram method,endpoint',
      'extraction_tasks_total counter task_type,status',
      'extraction_duration_seconds histogram task_type',
      'db_query_duration_seconds histogram operation',
      'cache_operations_total counter operation,status',
      'websocket_connections_active gauge',
      'task_queue_depth gauge queue',
      'task_retries_total counter task_type',
      'extraction_oldest_task_age_seconds gauge task_type',
      'db_query_errors_total counter operation,error_type',
    ]);
  });

  it('has the buckets of requests, tasks and queries, with room above ten minutes', () => {
    expect(bucketsOf(resolved, 'http_request_duration_seconds')).toEqual([
      0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5, 7.5, 10,
    ]);
    expect(bucketsOf(resolved, 'extraction_duration_seconds')).toEqual([
      1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800,
    ]);
    expect(bucketsOf(resolved, 'db_query_duration_seconds')).toEqual([
      0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
    ]);
  });

  it('scrapes API, workers and exporters by host and port, with the path apart', () => {
    expect(resolved.targets.map(({ job, addresses, path }) => `${job} ${addresses.join()}${path}`)).toEqual([
      'backend backend:8000/api/v1/metrics',
      'extraction-worker extraction-worker:9090/metrics',
      'search-worker search-worker:9091/metrics',
      'postgres postgres_exporter:9187/metrics',
      'redis redis_exporter:9121/metrics',
      'cadvisor cadvisor:8080/metrics',
      'node node-exporter:9100/metrics',
    ]);
    expect(resolved.targets.every(({ intervalMs }) => intervalMs === 15_000)).toBe(true);
    expect(resolved.stack?.retentionMs).toBe(15 * 86_400_000);
  });

  it('has the four dashboards under the addresses of their files', () => {
    expect(resolved.dashboards.slice(0, 4).map(({ slug }) => slug)).toEqual([
      'overview',
      'api-performance',
      'celery-workers',
      'database-redis',
    ]);
    expect(resolved.layout).toMatchObject({
      prometheus: 'monitoring/prometheus.yml',
      dashboards: 'monitoring/grafana-dashboards',
    });
    expect(panelTitles(resolved, 'Celery Workers')).toEqual(
      expect.arrayContaining(['Queue depth', 'Task retries']),
    );
  });

  it.each([
    ['ApiErrorRateHigh', 'critical', 300_000, '> 0.05'],
    ['ExtractionFailureRateHigh', 'warning', 600_000, '> 0.1'],
    ['DbQueryErrorRateHigh', 'warning', 300_000, '> 0.01'],
    ['ApiLatencyP95High', 'warning', 300_000, '> 1'],
    ['ExtractionTaskStuck', 'warning', 60_000, '> 600'],
    ['DbQueryP95High', 'warning', 300_000, '> 0.5'],
    ['PgPoolExhausted', 'critical', 300_000, '> 0.9'],
    ['RedisMemoryHigh', 'warning', 300_000, '> 0.8'],
    ['DiskSpaceLow', 'critical', 600_000, '< 0.1'],
    ['WebSocketConnectionsHigh', 'warning', 300_000, '> 1000'],
  ])('the alert %s is %s and compares as it was asked', (name, severity, forMs, comparison) => {
    const rule = ruleOf(resolved, name);
    expect(rule).toMatchObject({ labels: { severity }, forMs });
    expect(rule?.query.endsWith(comparison), rule?.query).toBe(true);
  });

  it('has the five queries that people ask for by name', () => {
    expect(resolved.queries.map(({ name }) => name)).toEqual([
      'request_rate',
      'p95_latency',
      'error_rate',
      'extraction_success_rate',
      'cache_hit_ratio',
    ]);
    const hits = resolved.queries.find(({ name }) => name === 'cache_hit_ratio');
    expect(hits?.query).not.toMatch(/cache_operations_total(?!\{operation="get")/);
  });

  it('takes other types of tasks and thresholds', () => {
    const preset = webapp({ taskTypes: ['svg'], thresholds: { webSockets: 50, taskMinutes: 2 } });
    const definition = defineMonitoring({ service: 's', preset });
    expect(definition.metrics.extraction_tasks_total.labels.task_type).toEqual(['svg']);
    const own = resolve(definition);
    expect(ruleOf(own, 'WebSocketConnectionsHigh')?.query).toMatch(/> 50$/);
    expect(ruleOf(own, 'ExtractionTaskStuck')?.query).toMatch(/> 120$/);
  });

  it('leaves out what nothing exports, with its alerts', () => {
    const small = resolve(
      defineMonitoring({ service: 's', preset: webapp({ without: ['containers', 'host'] }) }),
    );
    expect(small.targets.map(({ job }) => job)).toEqual([
      'backend',
      'extraction-worker',
      'search-worker',
      'postgres',
      'redis',
    ]);
    const names = small.rules.map(({ name }) => name);
    expect(names).not.toContain('DiskSpaceLow');
    expect(names).toContain('RedisMemoryHigh');
  });
});
