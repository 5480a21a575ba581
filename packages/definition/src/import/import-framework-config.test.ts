import { describe, expect, it } from 'vitest';
import type { Expr } from '@telltale/model';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { framework } from '../presets/framework/framework.ts';
import { resolveDefinition } from '../resolve/resolve-definition.ts';
import { importFrameworkConfig } from './import-framework-config.ts';

/** `MONITORING_CONFIG` of the framework's guide, word for word. */
const OBJECT = {
  logging: { level: 'INFO', format: 'structured', outputs: ['console', 'file'], correlation: true },
  metrics: { collectors: ['prometheus'], interval: 10, exporters: ['http'] },
  tracing: { enabled: true, sampler: 0.1, exporter: 'jaeger' },
};

/** The two YAML files of the guide, as a parser returns them. */
const FILE = {
  monitoring: {
    metrics: {
      enabled: true,
      collectors: [
        { type: 'request', path: '/metrics', interval: 10 },
        { type: 'system', interval: 30 },
        { type: 'custom', path: '/custom_metrics' },
      ],
    },
    storage: { type: 'prometheus', retention: '15d', scrape_interval: '10s' },
    visualization: {
      type: 'grafana',
      dashboards: [
        {
          name: 'Performance',
          panels: [
            { title: 'Request Latency', type: 'graph' },
            { title: 'Throughput', type: 'gauge' },
          ],
        },
        {
          name: 'Resources',
          panels: [
            { title: 'CPU Usage', type: 'graph' },
            { title: 'Memory Usage', type: 'graph' },
          ],
        },
      ],
    },
  },
  alerts: [
    {
      name: 'high_latency',
      condition: 'request_duration_seconds > 1',
      threshold: 10,
      duration: '5m',
      severity: 'warning',
    },
    {
      name: 'high_memory',
      condition: 'memory_usage_bytes > 1GB',
      threshold: 90,
      duration: '10m',
      severity: 'critical',
    },
  ],
};

const parse = (text: string): Expr => ({ kind: 'string', value: text });

function resolveImported(config: unknown) {
  const { options } = importFrameworkConfig(config);
  return resolveDefinition(defineMonitoring({ service: 'shop', preset: framework(options) }), { parse });
}

describe('importing the configuration of a service framework', () => {
  it('the configuration object becomes logs, traces and the interval of the preset', () => {
    expect(importFrameworkConfig(OBJECT).options).toEqual({
      scrapeEvery: '10s',
      collectors: { request: { every: '10s' } },
      logs: { level: 'info', outputs: ['console', 'file'] },
      traces: { enabled: true, ratio: 0.1, exporter: 'jaeger' },
    });
    expect(importFrameworkConfig(OBJECT).notes.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'repaired metrics.interval',
      'repaired tracing.exporter',
    ]);
    const { logs, traces } = resolveImported(OBJECT);
    expect(logs?.sinks.map(({ kind }) => kind)).toEqual(['console', 'file']);
    expect(traces).toMatchObject({ enabled: true, ratio: 0.1, keepErrors: true, tailSampling: false });
    expect(traces?.endpoint).toBe('http://jaeger:4318');
  });

  it('an agent of Jaeger and its old ports become an address of OTLP, which is noted', () => {
    const tracing = { service_name: 'my-service', agent_host: 'jaeger-agent' };
    const { options, notes } = importFrameworkConfig({ tracing });
    expect(options).toEqual({
      job: 'my-service',
      traces: { enabled: true, endpoint: 'http://jaeger-agent:4318' },
    });
    expect(notes).toMatchObject([{ path: 'tracing.agent_host', kind: 'repaired' }]);
    const old = importFrameworkConfig({ tracing: { endpoint: 'http://jaeger:14268/api/traces' } });
    expect(old.options.traces?.endpoint).toBe('http://jaeger:4318');
    expect(old.notes).toMatchObject([{ path: 'tracing.endpoint', kind: 'repaired' }]);
  });

  it('the file becomes a target for each path and interval, and the retention', () => {
    const resolved = resolveImported(FILE);
    expect(
      resolved.targets.map(({ job, path, intervalMs }) => `${job} ${path} ${intervalMs / 1000}s`),
    ).toEqual(['my-service /metrics 10s', 'my-service-custom /custom_metrics 10s', 'system /metrics 30s']);
    expect(resolved.stack?.retentionMs).toBe(15 * 86_400_000);
  });

  it('alerts become rules with a quantile, base units, a time and a severity', () => {
    const { rules } = resolveImported(FILE);
    const of = (name: string) => rules.find((rule) => rule.name === name);
    expect(of('high_latency')).toMatchObject({
      query: 'histogram_quantile(0.95, sum by (le) (rate(request_duration_seconds_bucket[5m]))) > 1',
      forMs: 300_000,
      labels: { severity: 'warning' },
    });
    expect(of('high_memory')).toMatchObject({
      query: 'max by (instance) (memory_usage_bytes) > 1000000000',
      forMs: 600_000,
      labels: { severity: 'critical' },
    });
  });

  it('everything that was repaired or dropped of the file is told with its place', () => {
    const { notes } = importFrameworkConfig(FILE);
    expect(notes.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'repaired monitoring.metrics.collectors.0.interval',
      'repaired monitoring.metrics.collectors.1.interval',
      'repaired monitoring.visualization.dashboards.0.panels.0.type',
      'repaired monitoring.visualization.dashboards.0.panels.1.type',
      'repaired monitoring.visualization.dashboards.1.panels.0.type',
      'repaired monitoring.visualization.dashboards.1.panels.1.type',
      'dropped alerts.0.threshold',
      'repaired alerts.0.condition',
      'dropped alerts.1.threshold',
      'repaired alerts.1.condition',
    ]);
    expect(notes.find(({ path }) => path === 'alerts.0.threshold')?.message).toBe(
      'the condition says 1, the threshold 10: one alert has one limit, that of the condition',
    );
    expect(notes.find(({ path }) => path === 'alerts.1.condition')?.message).toBe(
      'PromQL knows no unit GB: made 1000000000',
    );
  });

  it('object and file can be one', () => {
    const { options } = importFrameworkConfig({ ...OBJECT, ...FILE });
    expect(options).toMatchObject({ retention: '15d', traces: { ratio: 0.1 }, logs: { level: 'info' } });
    expect(options.collectors?.system).toEqual({ every: '30s' });
  });

  it.each([
    ['1GiB', 2 ** 30],
    ['512MB', 512e6],
    ['1000', 1000],
  ])('a limit of %s is read as %d bytes', (limit, bytes) => {
    const { options } = importFrameworkConfig({ alerts: [{ condition: `memory_usage_bytes > ${limit}` }] });
    expect(options.alerts?.high_memory).toMatchObject({ bytes });
  });

  it('a condition without a number takes the threshold', () => {
    const alerts = [{ condition: 'request_duration_seconds >', threshold: 2 }];
    expect(importFrameworkConfig({ alerts }).options.alerts).toEqual({
      high_latency: { severity: 'warning', seconds: 2 },
    });
  });

  it('an alert of another name keeps it', () => {
    const alerts = [{ name: 'slow', condition: 'request_duration_seconds > 500ms', severity: 'critical' }];
    const { rules } = resolveImported({ alerts });
    expect(rules.find(({ name }) => name === 'slow')?.query).toMatch(/> 0\.5$/);
    expect(rules.some(({ name }) => name === 'high_latency')).toBe(false);
  });

  it.each([
    ['an alert about another metric', { alerts: [{ condition: 'queue_depth > 5' }] }, 'alerts.0.condition'],
    ['an expression', { alerts: [{ condition: 'rate(x[5m]) > 5' }] }, 'alerts.0.condition'],
    ['an alert that is text', { alerts: ['high'] }, 'alerts.0'],
    ['alerts that are no list', { alerts: { a: 1 } }, 'alerts'],
    ['a comparison from below', { alerts: [{ condition: 'memory_usage_bytes < 1' }] }, 'alerts.0.condition'],
    ['a section that nobody knows', { caching: {} }, 'caching'],
    ['an output that nobody knows', { logging: { outputs: ['syslog'] } }, 'logging.outputs'],
    ['an impossible interval', { metrics: { interval: 'often' } }, 'metrics.interval'],
    ['a sampler above 1', { tracing: { sampler: 10 } }, 'tracing.sampler'],
    ['a section that is no mapping', { monitoring: 'on' }, 'monitoring'],
  ])('%s is dropped, and told', (_, config, path) => {
    const { notes } = importFrameworkConfig(config);
    expect(notes.filter(({ kind }) => kind === 'dropped').map((note) => note.path)).toContain(path);
    expect(() => resolveImported(config)).not.toThrow();
  });

  it.each([[undefined], ['text'], [[]], [7]])('%j is no configuration', (config) => {
    expect(() => importFrameworkConfig(config)).toThrow('a configuration is a mapping of sections');
  });
});
