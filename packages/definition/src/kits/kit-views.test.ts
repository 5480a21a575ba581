import { describe, expect, test } from 'vitest';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { resolveDefinition } from '../resolve/resolve-definition.ts';
import { ai } from './ai.ts';
import { cache } from './cache.ts';
import { database } from './database.ts';
import { files } from './files.ts';
import { healthChecks } from './health-checks.ts';
import { httpClient } from './http-client.ts';
import { httpServer } from './http-server.ts';
import type { Kit } from './kit.ts';
import { messages } from './messages.ts';
import { methods } from './methods.ts';
import { nodeRuntime } from './node-runtime.ts';
import { task } from './task.ts';
import { websocket } from './websocket.ts';

const define = (kit: Kit): MonitoringDefinition => defineMonitoring({ service: 'svc', kits: [kit] });

/** A metric as people compare it: kind, name, labels with their listed values, buckets. */
function shown(definition: MonitoringDefinition, name: string): string {
  const metric = definition.metrics[name];
  const labels = Object.entries(metric.labels).map(([label, spec]) =>
    Array.isArray(spec) ? `${label}=${spec.join('|')}` : label,
  );
  const buckets = metric.kind === 'histogram' ? ` ${metric.buckets.join(' ')}` : '';
  return `${metric.kind} ${name}{${labels.join(',')}}${buckets}`;
}

const extraction = task({
  names: { total: 'extraction_tasks_total', duration: 'extraction_duration_seconds' },
  labels: { type: 'task_type' },
  types: ['pdf', 'dxf', 'ifc', 'step'],
});
const enrichment = { prefix: 'enrichment_service' } as const;

test.each([
  ['counter extraction_tasks_total{task_type=pdf|dxf|ifc|step,status=success|failure}', extraction],
  [
    'histogram extraction_duration_seconds{task_type=pdf|dxf|ifc|step} 1 5 10 30 60 120 300 600 1200 1800',
    extraction,
  ],
  ['counter enrichment_service_messages_processed_total{topic,status,message_type}', messages(enrichment)],
  [
    'histogram enrichment_service_processing_duration_seconds{topic} 0.1 1',
    messages({ ...enrichment, buckets: [0.1, 1] }),
  ],
  ['counter enrichment_service_errors_total{error_type,component}', messages(enrichment)],
  [
    'gauge enrichment_service_memory_usage_bytes{}',
    nodeRuntime({ names: { residentMemory: 'enrichment_service_memory_usage_bytes' } }),
  ],
  ['gauge memory_usage_bytes{}', nodeRuntime({ names: { residentMemory: 'memory_usage_bytes' } })],
  [
    'gauge enrichment_service_active_connections{}',
    websocket({ names: { connections: 'enrichment_service_active_connections' } }),
  ],
  ['gauge enrichment_service_health_status{}', healthChecks(enrichment)],
  ['gauge enrichment_service_health_check_status{check}', healthChecks(enrichment)],
  ['stateset enrichment_service_health_state{}', healthChecks(enrichment)],
  ['gauge active_connections{}', websocket({ names: { connections: 'active_connections' } })],
  ['gauge websocket_connections_active{}', websocket()],
  ['counter enrichment_service_cache_hits_total{}', cache({ ...enrichment, labels: { cache: false } })],
  ['counter enrichment_service_cache_misses_total{}', cache({ ...enrichment, labels: { cache: false } })],
  ['counter cache_operations_total{operation,status}', cache({ labels: { cache: false } })],
  [
    'histogram db_query_duration_seconds{operation=select|insert|update|delete|__other__} ' +
      '0.001 0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5',
    database({ labels: { table: false } }),
  ],
  [
    'histogram database_query_duration_seconds{query_type=select|insert|update|delete|__other__,table} 1',
    database({
      names: { duration: 'database_query_duration_seconds' },
      labels: { operation: 'query_type' },
      buckets: [1],
    }),
  ],
  ['gauge database_connections_active{database}', database()],
  [
    'gauge database_connections{}',
    database({ names: { connections: 'database_connections' }, labels: { database: false } }),
  ],
  ['counter ai_requests_total{model,provider,status=success|failure|cancelled}', ai()],
  ['histogram ai_request_duration_seconds{model,provider} 0.1 0.25 0.5 1 2.5 5 10 20 30 60 90 120', ai()],
  ['counter ai_tokens_used_total{model,provider,token_type=input|output|cached}', ai()],
  ['counter ai_cost_total{model=small,provider}', ai({ models: ['small'] })],
  ['counter file_io_bytes_total{direction=read|write}', files()],
  ['counter file_io_operations_total{direction=read|write}', files()],
  [
    'counter requests_total{class,method,status=success|failure}',
    methods({ names: { calls: 'requests_total' } }),
  ],
  [
    'histogram response_time_seconds{method} 1',
    methods({ names: { duration: 'response_time_seconds' }, labels: { class: false }, buckets: [1] }),
  ],
  ['histogram http_client_request_duration_seconds{method,host,status_code} 1', httpClient({ buckets: [1] })],
] as const)('a view gives %s', (expected, kit: Kit) => {
  const name = /^\w+ (\w+)/.exec(expected)?.[1] ?? '';
  expect(shown(define(kit), name)).toBe(expected);
});

test('help texts can be given as well', () => {
  const kit = database({ help: { connections: 'Current number of database connections' } });
  expect(kit.metrics.database_connections_active.help).toBe('Current number of database connections');
});

const EVERY_KIT = [
  ai(),
  cache(),
  database(),
  extraction,
  files(),
  httpClient(),
  messages(enrichment),
  methods(),
  nodeRuntime(),
  websocket({ levels: [10, 50, 100, 500, 1000] }),
];

test.each(EVERY_KIT.map((kit) => [kit.kit, kit] as const))(
  'the dashboard of %s asks for nothing but its metrics, and resolves',
  (_, kit) => {
    const { dashboards, metrics } = resolveDefinition(define(kit));
    const names = new Set(
      metrics.flatMap(({ name }) => [name, `${name}_bucket`, `${name}_count`, `${name}_sum`]),
    );
    const panels = dashboards.flatMap((dashboard) => dashboard.panels);
    expect(panels.length).toBeGreaterThan(0);
    for (const { query } of panels.flatMap((panel) => panel.queries)) {
      const asked = query.match(/[a-z_]{6,}(?=[[{])/g) ?? [];
      for (const name of asked) expect(names).toContain(name);
    }
  },
);

test('a role that is left out has neither a metric nor a panel', () => {
  const kit = task({ names: { retries: false } });
  expect(Object.keys(kit.metrics)).not.toContain('task_retries_total');
  expect(kit.roles).not.toHaveProperty('retries');
  const panels = resolveDefinition(define(kit)).dashboards[0].panels;
  expect(panels.map(({ title }) => title)).not.toContain('Retries');
});

test('a label that is left out is neither on metrics nor in queries', () => {
  const kit = task({ labels: { type: false } });
  expect(kit.metrics.tasks_total.labels).toEqual({ status: ['success', 'failure'] });
  expect(kit.labels).toEqual({ status: 'status', queue: 'queue' });
  const [panel] = resolveDefinition(define(kit)).dashboards[0].panels;
  expect(panel.queries[0].query).toContain('sum by (status)');
});

test('a prefix is put in front of default names only', () => {
  const kit = task({ prefix: 'cad', names: { total: 'jobs_total' } });
  expect(Object.keys(kit.metrics).slice(0, 2)).toEqual(['jobs_total', 'cad_task_duration_seconds']);
});

test('the levels of connections are a line and a text on the dashboard', () => {
  const definition = define(websocket({ levels: [10, 50, 100, 500, 1000] }));
  const [panel] = resolveDefinition(definition).dashboards[0].panels;
  expect(panel).toMatchObject({ threshold: 1000, description: 'Levels: 10, 50, 100, 500, 1000' });
});

test('the views of OpenTelemetry name roles and label roles of their kit', () => {
  for (const kit of [database(), httpClient()]) {
    expect(kit.views?.length).toBeGreaterThan(0);
    for (const { role, attributes } of kit.views ?? []) {
      expect(Object.keys(kit.roles)).toContain(role);
      for (const labelRole of Object.values(attributes))
        expect(Object.keys(kit.labels ?? {})).toContain(labelRole);
    }
  }
  expect(httpClient({ names: { duration: false } }).views).toEqual([]);
});

describe('names that would make one of two things are refused where they are given', () => {
  const same = { hits: 'reads_total', misses: 'reads_total' } as const;
  test.each<[string, () => unknown]>([
    ["hits and misses are both named 'reads_total'", () => cache({ names: same })],
    ["cache and operation are both named 'of'", () => cache({ labels: { cache: 'of', operation: 'of' } })],
    ["there is no 'hitz': did you mean 'hits'?", () => cache({ names: { hitz: 'a_total' } as never })],
    ["there is no 'cach': did you mean 'cache'?", () => cache({ labels: { cach: 'a' } as never })],
    ["method and route are both named 'of'", () => httpServer({ labels: { method: 'of', route: 'of' } })],
    [
      "requests and aborted are both named 'a_total'",
      () => httpServer({ names: { requests: 'a_total', aborted: 'a_total' } }),
    ],
    ["'duration' cannot be left out", () => httpServer({ names: { duration: false as never } })],
    [
      "there is no 'request': did you mean 'requests'?",
      () => httpServer({ names: { request: 'a_total' } as never }),
    ],
  ])('%s', (message, declare) => {
    expect(declare).toThrow(message);
  });

  test('labels of different metrics may have the same name', () => {
    const { metrics } = nodeRuntime({ labels: { kind: 'of', type: 'of' } });
    expect(Object.keys(metrics.nodejs_gc_duration_seconds.labels)).toEqual(['of']);
  });
});

test('the dashboard of requests whose duration is a native histogram alone asks for that', () => {
  const definition = defineMonitoring({ service: 's', kits: [httpServer({ buckets: [], native: true })] });
  const queries = resolveDefinition(definition).dashboards[0].panels.flatMap((panel) => panel.queries);
  expect(queries.map(({ query }) => query)).toContain(
    'histogram_quantile(0.95, sum(rate(http_request_duration_seconds[1m])))',
  );
});
