import { describe, expect, test } from 'vitest';
import { external } from '../external/external.ts';
import { httpServer } from '../kits/http-server.ts';
import { counter, gauge } from '../metrics/declaration.ts';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { definePreset } from '../monitoring/define-preset.ts';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import { webhook } from '../routing/receiver.ts';
import { alert } from '../rules/alert.ts';
import { defineWorkspace } from '../workspace/define-workspace.ts';
import { resolveDefinition } from './resolve-definition.ts';

const quiet = { onNoData: 'ignore', severity: 'ticket', summary: 'x' } as const;

function service(name: string, addresses: Readonly<Record<string, { readonly address: string }>>) {
  return defineMonitoring({
    service: name,
    owner: `team-${name}`,
    kits: [httpServer()],
    targets: addresses,
    alerts: (m) => ({ Busy: alert({ when: m.http_requests_total.rate('5m').sum().above(9), ...quiet }) }),
  });
}

const api = service('api', { api: { address: 'api:1' } });
const worker = service('worker', { 'worker-a': { address: 'a:1' }, 'worker-b': { address: 'b:1' } });

describe('a workspace of several services', () => {
  const resolved = resolveDefinition(
    defineWorkspace({
      name: 'shop',
      services: { api, worker },
      receivers: { ops: webhook({ url: 'http://127.0.0.1:1/' }) },
      scrape: { every: '30s' },
    }),
  );

  test('each service has its own rules, which look at its own targets', () => {
    expect(resolved.rules).toMatchObject([
      {
        name: 'Busy',
        service: 'api',
        labels: { service: 'api', severity: 'ticket' },
        query: 'sum(rate(http_requests_total{job="api"}[5m])) > 9',
      },
      { service: 'worker', query: 'sum(rate(http_requests_total{job=~"worker-a|worker-b"}[5m])) > 9' },
    ]);
    const requests = resolved.dashboards.map(({ slug, panels }) => [slug, panels[0].queries[0].query]);
    expect(requests).toEqual([
      ['api-http-server', 'sum(rate(http_requests_total{job="api"}[2m]))'],
      ['worker-http-server', 'sum(rate(http_requests_total{job=~"worker-a|worker-b"}[2m]))'],
    ]);
  });

  test('services, targets, receivers and metrics stand in one definition', () => {
    expect(resolved.services).toMatchObject([
      { name: 'api', owner: 'team-api' },
      { name: 'worker', owner: 'team-worker' },
    ]);
    expect(resolved.targets.map(({ job, service: of, intervalMs }) => [job, of, intervalMs])).toEqual([
      ['api', 'api', 30_000],
      ['worker-a', 'worker', 30_000],
      ['worker-b', 'worker', 30_000],
    ]);
    expect(resolved.route.receiver).toBe('ops');
    expect(resolved.metrics.filter(({ name }) => name === 'http_requests_total')).toHaveLength(1);
  });

  test('metrics of one name that mean different things are a fault', () => {
    const one = defineMonitoring({ service: 'one', metrics: { jobs_total: counter({ help: 'Jobs' }) } });
    const two = defineMonitoring({
      service: 'two',
      metrics: { jobs_total: counter({ help: 'Jobs', labels: { queue: 'any' } }) },
    });
    expect(() => resolveDefinition(defineWorkspace({ name: 'w', services: { one, two } }))).toThrow(
      'services.two.metrics.jobs_total: one has a metric of this name with another kind, unit, labels or buckets',
    );
  });

  test.each<[string, Record<string, MonitoringDefinition>, string]>([
    ['another name', { web: api }, "services.web: its definition says service: 'api'; write the same name"],
    [
      'two targets of one name',
      { api, x: service('x', { api: { address: 'y:1' } }) },
      'targets.api: two services',
    ],
    [
      'receivers of its own',
      { a: defineMonitoring({ service: 'a', receivers: { r: webhook({ url: 'http://a/' }) } }) },
      'services.a.receivers: services of a workspace have them in common: write receivers in defineWorkspace',
    ],
    ['no definition', { a: {} as MonitoringDefinition }, 'services.a: write defineMonitoring({ … })'],
    [
      'a fault',
      { a: defineMonitoring({ service: 'a', targets: { a: { address: 'nowhere' } } }) },
      "services.a.targets.a.address: 'nowhere' is not an address",
    ],
  ])('a service with %s is a fault with its place', (_, services, message) => {
    expect(() => resolveDefinition(defineWorkspace({ name: 'w', services }))).toThrow(message);
  });

  test('logs, traces and health of each service are kept, and the stack is made for all of them', () => {
    const one = defineMonitoring({
      service: 'one',
      logs: { level: 'debug', sinks: [{ kind: 'file', path: 'logs/one.log' }], retention: '60d' },
      health: { port: 8081 },
    });
    const two = defineMonitoring({
      service: 'two',
      logs: { sinks: [{ kind: 'elasticsearch', url: 'http://elastic:9200' }] },
      traces: { ratio: 0.2, endpoint: 'http://jaeger:4318' },
    });
    const both = resolveDefinition(defineWorkspace({ name: 'w', services: { one, two } }));
    expect(both.services).toMatchObject([
      { name: 'one', logs: { level: 'debug' }, traces: { enabled: false }, health: { port: 8081 } },
      { name: 'two', logs: { level: 'info' }, traces: { enabled: true, serviceName: 'two' } },
    ]);
    expect(both.logs).toMatchObject({ level: 'debug', retentionMs: 60 * 86_400_000 });
    expect(both.logs?.sinks.map(({ kind }) => kind)).toEqual(['file', 'elasticsearch']);
    expect(both.traces).toMatchObject({ enabled: true, ratio: 0.2, endpoint: 'http://jaeger:4318' });
    expect(both.traces?.serviceName).toBe('w');
  });

  test('a service made from a preset gives way in what there is once', () => {
    const preset = definePreset({ preset: 'tool', layout: { rules: 'rules/tool.yml' } });
    const tool = defineMonitoring({ service: 'tool', preset });
    const { layout } = resolveDefinition(defineWorkspace({ name: 'w', services: { tool } }));
    expect(layout?.rules).toBe('prometheus/rules/w.yml');
  });

  test('an environment is that of the services that declare it', () => {
    const changed = defineMonitoring({
      service: 'one',
      targets: { one: { address: 'one:1' } },
      environments: { staging: { targets: { one: { address: 'staging:1' } } } },
    });
    const workspace = defineWorkspace({ name: 'w', services: { one: changed, api } });
    const { targets } = resolveDefinition(workspace, { environment: 'staging' });
    expect(targets.map(({ addresses }) => addresses[0])).toEqual(['staging:1', 'api:1']);
    expect(() => resolveDefinition(workspace, { environment: 'stagign' })).toThrow(
      "no environment 'stagign'",
    );
  });
});

describe('a program in another language', () => {
  const metrics = { jobs_waiting: gauge({ help: 'Jobs that wait' }) };

  test('its metrics can be asked for, its target is scraped, and the service registers none of them', () => {
    const definition = defineMonitoring({
      service: 'shop',
      exporters: [external('worker', { from: 'https://worker.example/stats/metrics', metrics, every: '1m' })],
      alerts: (m) => ({
        Stuck: alert({ when: m.jobs_waiting.now().above(5).and(m.up('worker')), ...quiet }),
      }),
    });
    const resolved = resolveDefinition(definition);
    expect(Object.keys(definition.metrics)).toEqual([]);
    expect(resolved.metrics).toMatchObject([{ name: 'jobs_waiting', exporter: 'external' }]);
    expect(resolved.targets).toMatchObject([
      {
        job: 'worker',
        addresses: ['worker.example:443'],
        path: '/stats/metrics',
        scheme: 'https',
        intervalMs: 60_000,
      },
    ]);
    expect(resolved.rules[0].query).toBe('jobs_waiting > 5 and up{job="worker"}');
  });

  test('metrics from a file need the address that is scraped', () => {
    expect(() => external('worker', { from: 'worker.txt', metrics })).toThrow(
      'or the address that is scraped',
    );
    expect(external('worker', { from: 'worker.txt', address: 'worker:9', metrics }).target.address).toBe(
      'worker:9',
    );
  });
});
