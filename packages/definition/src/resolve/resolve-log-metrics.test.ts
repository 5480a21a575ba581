import { describe, expect, test } from 'vitest';
import { logCounter, logHistogram } from '../logs/log-metric.ts';
import { counter } from '../metrics/declaration.ts';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { definePreset } from '../monitoring/define-preset.ts';
import { alert } from '../rules/alert.ts';
import { defineWorkspace } from '../workspace/define-workspace.ts';
import { resolveDefinition } from './resolve-definition.ts';

const failedLogins = logCounter({
  help: 'Logins that failed',
  query: 'service:auth level>=warn "login failed"',
  labels: { reason: 'login.reason' },
});

describe('metrics that come from logs', () => {
  const definition = defineMonitoring({
    service: 'auth',
    metrics: { logins_total: counter({ help: 'Logins' }) },
    logs: {
      metrics: {
        failed_logins_total: failedLogins,
        query_duration_seconds: logHistogram({
          help: 'Time of slow queries',
          query: 'duration_ms:*',
          value: 'duration_ms',
          scale: 0.001,
          unit: 'seconds',
          buckets: [1, 10],
        }),
      },
    },
    alerts: (m) => ({
      Guessing: alert({
        when: m.failed_logins_total.rate('5m').sum('reason').above(1),
        onNoData: 'ignore',
        severity: 'ticket',
        summary: ({ labels }) => labels.reason,
      }),
    }),
    dashboards: (m) => ({ Auth: { Slow: m.query_duration_seconds.quantile(0.95, '5m') } }),
  });

  test('are in the catalogue of queries like any other', () => {
    const { rules, dashboards } = resolveDefinition(definition);
    expect(rules[0].query).toBe('sum by (reason) (rate(failed_logins_total[5m])) > 1');
    expect(dashboards[0].panels[0].queries[0].query).toContain('query_duration_seconds_bucket[5m]');
  });

  test('are metrics with labels, which the service does not register', () => {
    const { metrics } = resolveDefinition(definition);
    expect(metrics.map(({ name, exporter }) => [name, exporter])).toEqual([
      ['logins_total', undefined],
      ['failed_logins_total', 'logs'],
      ['query_duration_seconds', 'logs'],
    ]);
    expect({ ...metrics[1].labels }).toEqual({ reason: { kind: 'any' } });
    expect(Object.keys(definition.metrics)).toEqual(['logins_total']);
  });

  test('are resolved to what a station needs', () => {
    expect(resolveDefinition(definition).logMetrics).toEqual([
      {
        name: 'failed_logins_total',
        kind: 'counter',
        help: 'Logins that failed',
        unit: '',
        labels: { reason: 'login.reason' },
        query: 'service:auth level>=warn "login failed"',
        filter: expect.objectContaining({ kind: 'and' }),
        scale: 1,
        maxSeries: 200,
      },
      expect.objectContaining({
        kind: 'histogram',
        value: 'duration_ms',
        scale: 0.001,
        unit: 'seconds',
        buckets: [1, 10],
      }),
    ]);
  });

  test('those of a preset are there too, those of a workspace are those of its services', () => {
    const preset = definePreset({ preset: 'auth', logs: { metrics: { failed_logins_total: failedLogins } } });
    const shop = defineMonitoring({
      service: 'shop',
      preset,
      logs: { metrics: { refused_total: logCounter({ help: 'Refused', query: 'refused' }) } },
    });
    const names = ({ logMetrics = [] }: ReturnType<typeof resolveDefinition>) =>
      logMetrics.map(({ name }) => name);
    expect(names(resolveDefinition(shop))).toEqual(['failed_logins_total', 'refused_total']);
    expect(names(resolveDefinition(defineWorkspace({ name: 'all', services: { shop } })))).toEqual([
      'failed_logins_total',
      'refused_total',
    ]);
  });
});

describe('faults of metrics that come from logs are told with their place', () => {
  const plain = { help: 'Failed', query: 'failed' };
  test.each([
    [
      'logs.metrics.failed_total.query',
      { failed_total: logCounter({ help: 'Failed', query: 'level:eror' }) },
    ],
    ['logs.metrics.failed', { failed: logCounter(plain) }],
    ['logs.metrics.taken_total', { taken_total: logCounter(plain) }],
    [
      'logs.metrics.failed_total.labels.job',
      { failed_total: logCounter({ ...plain, labels: { job: 'service' } }) },
    ],
    ['logs.metrics.failed_total.labels.a', { failed_total: logCounter({ ...plain, labels: { a: '' } }) }],
    ['logs.metrics.failed_total.scale', { failed_total: logCounter({ ...plain, value: 'n', scale: 0 }) }],
    ['logs.metrics.failed_total.lables', { failed_total: logCounter({ ...plain, lables: {} } as never) }],
    [
      'logs.metrics.size_bytes.buckets',
      { size_bytes: logHistogram({ ...plain, value: 'size', buckets: [2, 1] }) },
    ],
    ['logs.metrics.size_bytes.value', { size_bytes: logHistogram({ ...plain, buckets: [1] } as never) }],
    ['logs.metrics.failed_total', { failed_total: counter({ help: 'Failed' }) }],
    ['logs.metrics.failed_total', { failed_total: logCounter({ ...plain, labels: { a: 5 as never } }) }],
    ['logs.metrics.failed_total', { failed_total: logCounter({ help: 'Failed' } as never) }],
    ['logs.metrics.failed_total', { failed_total: null }],
    ['logs.metrics', 5],
  ])('%s', (path, metrics) => {
    const definition = defineMonitoring({
      service: 's',
      metrics: { taken_total: counter({ help: 'Taken' }) },
      // As JavaScript may have it.
      logs: { metrics: metrics as never },
    });
    expect(() => resolveDefinition(definition)).toThrow(
      new RegExp(`^.*${path.replaceAll('.', '\\.')}: `, 'm'),
    );
  });
});
