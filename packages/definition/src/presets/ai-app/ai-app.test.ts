import { describe, expect, it } from 'vitest';
import {
  bucketsOf,
  expectMetrics,
  panelTitles,
  ruleOf,
  resolved as resolve,
} from '../../../test/resolved-preset.ts';
import { defineMonitoring } from '../../monitoring/define-monitoring.ts';
import { aiApp } from './ai-app.ts';

describe('the preset ai-app', () => {
  const resolved = resolve(defineMonitoring({ service: 's', preset: aiApp() }));

  it('has the metrics of the application with their labels and help texts', () => {
    expectMetrics(resolved, [
      'http_request_duration_seconds histogram method,route,status_code',
      'http_requests_total counter method,route,status_code',
      'active_connections gauge',
      'database_connections_active gauge database',
      'database_query_duration_seconds histogram query_type,table',
      'ai_requests_total counter model,provider,status',
      'ai_request_duration_seconds histogram model,provider',
      'ai_tokens_used_total counter model,provider,token_type',
      'active_users gauge',
    ]);
    const help = (name: string) => resolved.metrics.find((metric) => metric.name === name)?.help;
    expect(help('http_request_duration_seconds')).toBe('Duration of HTTP requests in seconds');
    expect(help('http_requests_total')).toBe('Total number of HTTP requests');
    expect(help('active_connections')).toBe('Number of active connections');
    expect(help('database_connections_active')).toBe('Number of active database connections');
    expect(help('database_query_duration_seconds')).toBe('Duration of database queries in seconds');
    expect(help('ai_requests_total')).toBe('Total number of AI requests');
    expect(help('ai_request_duration_seconds')).toBe('Duration of AI requests in seconds');
    expect(help('ai_tokens_used_total')).toBe('Total number of AI tokens used');
  });

  it('has the bounds of its requests, and the two seconds that the alert compares with', () => {
    expect(bucketsOf(resolved, 'http_request_duration_seconds')).toEqual([
      0.1, 0.3, 0.5, 0.7, 1, 2, 3, 5, 7, 10,
    ]);
    expect(bucketsOf(resolved, 'ai_request_duration_seconds')?.at(-1)).toBe(120);
  });

  it('scrapes the application every 30 seconds, and exporters instead of databases', () => {
    expect(resolved.targets.map(({ job, addresses, path }) => `${job} ${addresses.join()}${path}`)).toEqual([
      'dev-pynode backend:3000/metrics',
      'ai-service ai-service:8000/metrics',
      'postgres postgres-exporter:9187/metrics',
      'redis redis-exporter:9121/metrics',
      'minio minio:9000/minio/v2/metrics/cluster',
      'cadvisor cadvisor:8080/metrics',
      'node node-exporter:9100/metrics',
    ]);
    expect(resolved.targets[0].intervalMs).toBe(30_000);
  });

  it('has no target, alert or panel of a part that is left out', () => {
    const without = ['postgres', 'redis', 'storage', 'containers', 'host'] as const;
    const rest = resolve(defineMonitoring({ service: 's', preset: aiApp({ without }) }));
    expect(rest.targets.map(({ job }) => job)).toEqual(['dev-pynode', 'ai-service']);
    expect(rest.rules.map(({ name }) => name)).not.toContain('RedisMemoryHigh');
    expect(rest.dashboards.map(({ title }) => title)).toEqual([
      'Dev-PyNode Application',
      'Dev-PyNode Database',
    ]);
    expect(panelTitles(rest, 'Dev-PyNode Database')).toEqual(['Connection Pool', 'Query Performance']);
  });

  it('has the three dashboards with their panels', () => {
    expect(panelTitles(resolved, 'Dev-PyNode Application').slice(0, 4)).toEqual([
      'Request Rate',
      'Response Time',
      'Error Rate',
      'Active Users',
    ]);
    expect(panelTitles(resolved, 'Dev-PyNode Application')).toContain('AI Usage');
    expect(panelTitles(resolved, 'Dev-PyNode Infrastructure')).toEqual([
      'CPU Usage',
      'Memory Usage',
      'Disk I/O',
      'Network Traffic',
      'Container Health',
    ]);
    expect(panelTitles(resolved, 'Dev-PyNode Database').slice(0, 5)).toEqual([
      'Connection Pool',
      'Query Performance',
      'Database Size',
      'Lock Waits',
      'Replication',
    ]);
    const times = resolved.dashboards[0].panels.find(({ title }) => title === 'Response Time');
    expect(times?.queries.map(({ legend }) => legend)).toEqual(['P50', 'P95', 'P99']);
  });

  it.each([
    [
      'HighErrorRate',
      'critical',
      300_000,
      'High error rate detected',
      'Error rate is {{ $value | humanize }} errors per second',
    ],
    [
      'HighResponseTime',
      'warning',
      300_000,
      'High response time',
      '95th percentile response time is {{ $value | humanizeDuration }}',
    ],
    [
      'RedisMemoryHigh',
      'warning',
      300_000,
      'High Redis memory usage',
      'Redis memory usage is {{ $value | humanizePercentage }}',
    ],
    [
      'AIServiceDown',
      'critical',
      60_000,
      'AI service is down',
      'AI service has been down for more than 1 minute',
    ],
  ])(
    'the alert %s says what it said, in words of its unit',
    (name, severity, forMs, summary, description) => {
      expect(ruleOf(resolved, name)).toMatchObject({
        labels: { severity },
        forMs,
        annotations: { summary, description },
      });
    },
  );

  it('repairs the alerts that could not fire, or always did', () => {
    expect(ruleOf(resolved, 'HighErrorRate')?.query).toBe(
      'sum(rate(http_requests_total{status_code=~"5.."}[5m])) > 0.1',
    );
    expect(ruleOf(resolved, 'RedisMemoryHigh')?.query).toContain('redis_memory_max_bytes) > 0');
    expect(ruleOf(resolved, 'DatabaseConnectionsHigh')?.query).toMatch(/> 80$/);
    expect(ruleOf(resolved, 'AIServiceDownNoData')?.query).toBe('absent(up{job="ai-service"})');
  });

  it('sends everything to the webhook, and what is critical by mail too', () => {
    expect(resolved.receivers).toMatchObject([
      { name: 'web.hook', kind: 'webhook', url: 'http://webhook:5001/' },
      { name: 'email', kind: 'email', to: ['admin@dev-pynode.com'], from: 'alerts@dev-pynode.com' },
    ]);
    expect(resolved.route).toMatchObject({
      receiver: 'web.hook',
      groupWaitMs: 10_000,
      repeatIntervalMs: 3_600_000,
      routes: [{ receiver: 'email', continue: true }, { receiver: 'web.hook' }],
    });
  });

  it('has the files, ports, volumes and retention of the stack', () => {
    expect(resolved.layout).toMatchObject({
      prometheus: 'docker/prometheus.yml',
      rules: 'docker/prometheus/alert_rules.yml',
      alertmanager: 'docker/alertmanager/alertmanager.yml',
      provisioning: 'docker/grafana/provisioning',
      logstash: 'docker/logstash/pipeline/logstash.conf',
    });
    expect(resolved.stack).toMatchObject({
      ports: { grafana: 3001, kibana: 5601, logstash: 5044 },
      volumes: {
        prometheus: 'prometheus_data',
        grafana: 'grafana_data',
        elasticsearch: 'elasticsearch_data',
      },
      retentionMs: 200 * 3_600_000,
    });
  });

  it('asks no dependency whether it is alive, and three whether it is healthy', () => {
    expect(resolved.health).toMatchObject({
      paths: { live: '/live', ready: '/ready', health: '/health' },
      checks: [{ name: 'database' }, { name: 'redis' }, { name: 'storage' }],
    });
    expect(resolved.logs?.sinks.map(({ path }) => path)).toEqual([
      'logs/error.log',
      'logs/combined.log',
      undefined,
    ]);
    expect(resolved.logs?.index).toBe('dev-pynode-logs');
  });

  it('takes another job, title, prices and addresses', () => {
    const preset = aiApp({
      job: 'assistant',
      title: 'Assistant',
      prices: { small: { input: 1, output: 2 } },
      addresses: { backend: '127.0.0.1:3000', redis: '127.0.0.1:9121' },
      thresholds: { databaseConnections: 10 },
    });
    const definition = defineMonitoring({
      service: 's',
      preset,
      receivers: {},
      alerts: () => ({}),
      dashboards: (m) => ({
        Own: { Up: m.up('assistant'), Hits: m.redis_keyspace_hits_total.rate('5m').sum() },
      }),
    });
    const own = resolve(definition);
    expect(own.dashboards.map(({ title }) => title)).toContain('Assistant Application');
    expect(own.targets.find(({ job }) => job === 'redis')?.addresses).toEqual(['127.0.0.1:9121']);
    expect(ruleOf(own, 'DatabaseConnectionsHigh')?.query).toMatch(/> 10$/);
  });
});
