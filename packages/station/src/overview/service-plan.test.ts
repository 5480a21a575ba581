import { resolveDefinition } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import {
  counter,
  defineMonitoring,
  defineWorkspace,
  histogram,
  framework,
  httpServer,
  messages,
  task,
} from '@telltale/sdk/define';
import { expect, test } from 'vitest';
import { figureThresholds } from './figure-thresholds.ts';
import { serviceFigures } from './service-figures.ts';
import { definedServices } from './service-plan.ts';
import { wellKnownSignals } from './service-signals.ts';

const parse = { parse: parseExpr };

test('the tiles of the framework preset are there under its names: RPS, P95, errors, CPU, memory, connections', () => {
  const definition = resolveDefinition(defineMonitoring({ service: 'shop', preset: framework() }), parse);
  const [plan] = definedServices(definition);
  const signals = plan.signals(() => false);
  const figures = serviceFigures({ ...plan, signals, thresholds: figureThresholds(plan.rules, signals) });
  expect(figures.rate?.query).toContain('http_requests_total');
  expect(figures.p95?.query).toContain('request_duration_seconds_bucket');
  expect(figures.errors?.query).toContain('status=~"5.."');
  expect(figures.cpu?.query).toContain('process_cpu_seconds_total');
  expect(figures.memory?.query).toContain('memory_usage_bytes');
  expect(figures.connections?.query).toContain('active_connections');
  expect(figures.phases?.queries[0]?.query).toContain('request_phase_duration_seconds_sum');
  expect(figures.flow?.queries.map(({ legend }) => legend)).toEqual([
    'Incoming',
    'Processed',
    'Success',
    'Error',
  ]);
});

test('every service of a workspace has its own jobs, metrics, dashboards and queries', () => {
  const service = (name: string, kit: 'http' | 'messages' | 'tasks') =>
    defineMonitoring({
      service: name,
      owner: `team-${name}`,
      kits: kit === 'http' ? [httpServer()] : kit === 'messages' ? [messages()] : [task()],
      targets: { [name]: { address: `${name}:80` } },
    });
  const workspace = defineWorkspace({
    name: 'all',
    services: {
      shop: service('shop', 'http'),
      admin: service('admin', 'http'),
      worker: service('worker', 'tasks'),
      stream: service('stream', 'messages'),
    },
  });
  const plans = definedServices(resolveDefinition(workspace, parse));
  expect(plans.map(({ name, owner, jobs }) => [name, owner, jobs])).toEqual([
    ['shop', 'team-shop', ['shop']],
    ['admin', 'team-admin', ['admin']],
    ['worker', 'team-worker', ['worker']],
    ['stream', 'team-stream', ['stream']],
  ]);
  expect(plans.map(({ dashboards }) => dashboards)).toEqual([
    ['shop-http-server'],
    ['admin-http-server'],
    ['tasks'],
    ['messages'],
  ]);
  const requests = plans.map(({ signals, name }) => signals(() => name === 'shop').requests?.name);
  expect(requests).toEqual(['http_requests_total', undefined, 'tasks_total', 'messages_processed_total']);
  expect(plans[2].shared).toContain('http_requests_total');
});

test('a program that nobody defined is known by names in common use', async () => {
  const metrics = [
    { name: 'promhttp_metric_handler_requests_total', type: 'counter' },
    { name: 'api_http_requests_total', type: 'counter' },
    { name: 'api_http_request_duration_seconds', type: 'histogram' },
    { name: 'process_cpu_seconds_total', type: 'counter' },
  ] as const;
  expect(await wellKnownSignals(metrics, async () => ['code', 'method'])).toEqual({
    requests: { name: 'api_http_requests_total', failed: 'code=~"5.."', succeeded: 'code!~"5.."' },
    duration: { name: 'api_http_request_duration_seconds' },
    cpu: { name: 'process_cpu_seconds_total' },
  });
  expect(await wellKnownSignals([], async () => [])).toEqual({});
});

test('metrics that are declared without a kit count by names in common use, too', () => {
  const definition = defineMonitoring({
    service: 'enrichment',
    metrics: {
      enrichment_messages_processed_total: counter({
        help: 'Messages',
        labels: { status: ['success', 'error'] },
      }),
      enrichment_processing_duration_seconds: histogram({ help: 'Time', unit: 'seconds', buckets: [1] }),
    },
  });
  const [plan] = definedServices(resolveDefinition(definition, parse));
  expect(plan.signals(() => false)).toMatchObject({
    requests: { name: 'enrichment_messages_processed_total', failed: expect.stringContaining('status=~') },
    duration: { name: 'enrichment_processing_duration_seconds' },
  });
});
