import { describe, expect, it } from 'vitest';
import { expectMetrics, panelTitles, ruleOf, resolved as resolve } from '../../../test/resolved-preset.ts';
import { defineMonitoring } from '../../monitoring/define-monitoring.ts';
import { framework } from './framework.ts';

describe('the preset framework', () => {
  const resolved = resolve(defineMonitoring({ service: 's', preset: framework() }));

  it('has the metrics of the framework, with the labels and metrics that its tiles need', () => {
    expectMetrics(resolved, [
      'request_duration_seconds histogram status',
      'active_requests gauge',
      'memory_usage_bytes gauge',
      'requests_total counter class,method,status',
      'response_time_seconds histogram class,method',
      'request_phase_duration_seconds histogram phase',
      'active_connections gauge',
      'process_cpu_seconds_total counter',
    ]);
    const duration = resolved.metrics.find(({ name }) => name === 'request_duration_seconds');
    expect(duration?.buckets).toEqual([0.1, 0.5, 1, 2, 5]);
  });

  it('scrapes both paths of the service every 10 seconds and the system every 30', () => {
    expect(resolved.targets.map(({ job, path, intervalMs }) => `${job} ${path} ${intervalMs}`)).toEqual([
      'my-service /metrics 10000',
      'my-service-custom /custom_metrics 10000',
      'system /metrics 30000',
    ]);
    expect(resolved.stack?.retentionMs).toBe(15 * 86_400_000);
  });

  it('has the dashboards Performance, Resources and Request Flow with their panels', () => {
    expect(panelTitles(resolved, 'Performance')).toEqual(
      expect.arrayContaining([
        'RPS',
        'P95',
        'Errors',
        'CPU',
        'Memory',
        'Connections',
        'Request Latency',
        'Throughput',
      ]),
    );
    expect(panelTitles(resolved, 'Resources').slice(0, 2)).toEqual(['CPU Usage', 'Memory Usage']);
    expect(panelTitles(resolved, 'Request Flow')).toEqual(['Incoming', 'Processing', 'Success', 'Error']);
  });

  it('keeps a tenth of the traces and all with an error, sent by OTLP', () => {
    expect(resolved.traces).toMatchObject({
      enabled: true,
      ratio: 0.1,
      keepErrors: true,
      serviceName: 'my-service',
    });
  });

  it('logs JSON lines to console and file, and to Elasticsearch where it is asked to', () => {
    expect(resolved.logs).toMatchObject({ level: 'info', index: 'service-logs' });
    const outputs = ['console', 'elasticsearch'] as const;
    const preset = framework({ logs: { outputs, elasticsearchUrl: 'https://search:9200' } });
    const { logs } = resolve(defineMonitoring({ service: 's', preset }));
    expect(logs?.sinks).toMatchObject([
      { kind: 'console' },
      { kind: 'elasticsearch', url: 'https://search:9200' },
    ]);
  });

  it('leaves out the alerts that are switched off', () => {
    const preset = framework({
      alerts: { high_memory: false, high_latency: { seconds: 2, severity: 'ticket' } },
    });
    const own = resolve(defineMonitoring({ service: 's', preset }));
    expect(own.rules.map(({ name }) => name)).not.toContain('high_memory');
    expect(ruleOf(own, 'high_latency')).toMatchObject({ labels: { severity: 'ticket' } });
  });
});
