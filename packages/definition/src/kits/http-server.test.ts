import { describe, expect, test } from 'vitest';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { resolveDefinition } from '../resolve/resolve-definition.ts';
import { HTTP_BUCKETS } from './http-buckets.ts';
import { httpServer } from './http-server.ts';
import type { Kit } from './kit.ts';

/** Name, labels and buckets of each metric, as a table. */
function tableOf({ metrics }: Kit): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, metric]) => [
      name,
      [
        metric.kind,
        Object.keys(metric.labels).join(),
        ...(metric.kind === 'histogram' ? [metric.buckets] : []),
      ],
    ]),
  );
}

/** The queries of all panels of the kit's dashboards, by panel title. */
function queriesOf(kit: Kit): Record<string, string> {
  const { dashboards } = resolveDefinition(defineMonitoring({ service: 'shop', kits: [kit] }));
  return Object.fromEntries(
    dashboards.flatMap(({ panels }) => panels.map(({ title, queries }) => [title, queries[0].query])),
  );
}

describe('views of the HTTP server kit', () => {
  test('without options: requests, duration and requests in flight, by method, route and status code', () => {
    const labels = 'method,route,status_code';
    expect(tableOf(httpServer())).toEqual({
      http_requests_total: ['counter', labels],
      http_request_duration_seconds: ['histogram', labels, HTTP_BUCKETS.default],
      http_requests_in_flight: ['gauge', ''],
    });
  });

  test('a prefix starts the names of all metrics', () => {
    const kit = httpServer({
      prefix: 'normalization_service',
      names: { connections: true, aborted: true, phases: true },
    });
    expect(Object.keys(kit.metrics)).toEqual([
      'normalization_service_requests_total',
      'normalization_service_request_duration_seconds',
      'normalization_service_requests_in_flight',
      'normalization_service_request_phase_duration_seconds',
      'normalization_service_active_connections',
      'normalization_service_requests_aborted_total',
    ]);
  });

  test('labels have the names that are wanted, and the duration fewer of them', () => {
    const kit = httpServer({
      names: { inFlight: false },
      labels: { route: 'endpoint', status: 'status' },
      durationLabels: ['method', 'route'],
      buckets: 'fine',
    });
    expect(tableOf(kit)).toEqual({
      http_requests_total: ['counter', 'method,endpoint,status'],
      http_request_duration_seconds: [
        'histogram',
        'method,endpoint',
        [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5, 7.5, 10],
      ],
    });
    expect(kit.labels).toEqual({ method: 'method', route: 'endpoint', status: 'status' });
  });

  test('all labels can be left out', () => {
    const kit = httpServer({
      names: {
        requests: 'requests_total',
        duration: 'request_duration_seconds',
        inFlight: 'active_requests',
        phases: 'request_phase_duration_seconds',
      },
      labels: { method: false, route: false, status: false },
      buckets: 'coarse',
      help: { requests: 'Total requests processed' },
    });
    expect(tableOf(kit)).toMatchObject({
      requests_total: ['counter', ''],
      request_duration_seconds: ['histogram', '', [0.1, 0.5, 1, 2, 5]],
      request_phase_duration_seconds: ['histogram', 'phase', expect.any(Array)],
      active_requests: ['gauge', ''],
    });
    expect(kit.metrics.requests_total.help).toBe('Total requests processed');
    expect(kit.labels).toEqual({});
  });

  test('the duration can be a native histogram and keep exemplars', () => {
    const { metrics } = httpServer({ native: true, exemplars: true });
    expect(metrics.http_request_duration_seconds).toMatchObject({ native: { factor: 1.1 }, exemplars: true });
    expect(metrics.http_requests_total.exemplars).toBe(true);
  });
});

describe('the dashboard of the HTTP server kit', () => {
  test('asks for the names and labels of the view', () => {
    const queries = queriesOf(
      httpServer({ prefix: 'shop', labels: { route: 'endpoint', status: 'status' } }),
    );
    expect(queries['Request rate']).toContain('sum by (endpoint) (rate(shop_requests_total[');
    expect(queries['Error ratio']).toContain('shop_requests_total{status=~"5.."}');
    expect(queries['Requests in flight']).toBe('sum by (instance) (shop_requests_in_flight)');
  });

  test('has no panel for what the view has not', () => {
    const queries = queriesOf(
      httpServer({ names: { inFlight: false }, labels: { method: false, route: false, status: false } }),
    );
    expect(Object.keys(queries)).toEqual([
      'Requests',
      'Slowest 5 %',
      'Request rate',
      'Median duration',
      '95th percentile of duration',
      '99th percentile of duration',
    ]);
    expect(queries['Request rate']).toMatch(/^sum\(rate\(http_requests_total\[/);
  });

  test('does not group a duration by a route that it does not have', () => {
    const queries = queriesOf(httpServer({ durationLabels: ['method'] }));
    expect(queries['Median duration']).toContain('sum by (le) (');
    expect(queries['Request rate']).toContain('sum by (route) (');
  });

  test('shows phases, connections and aborted requests where the view has them', () => {
    const queries = queriesOf(httpServer({ names: { phases: true, connections: true, aborted: true } }));
    expect(queries['Time of a request by phase']).toContain('http_request_phase_duration_seconds_sum');
    expect(queries['Open connections']).toBe('sum by (instance) (http_active_connections)');
    expect(queries['Aborted requests']).toContain('http_requests_aborted_total');
  });
});
