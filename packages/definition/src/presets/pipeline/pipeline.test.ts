import { describe, expect, it } from 'vitest';
import { expectMetrics, panelTitles, ruleOf, resolved as resolve } from '../../../test/resolved-preset.ts';
import { defineMonitoring } from '../../monitoring/define-monitoring.ts';
import { pipeline } from './pipeline.ts';

describe('the preset pipeline', () => {
  const resolved = resolve(defineMonitoring({ service: 's', preset: pipeline() }));
  const services = ['normalization', 'enrichment', 'aggregation', 'projection'].map(
    (stage) => `${stage}_service`,
  );

  it.each(services)('has the metrics of %s under its prefix', (service) => {
    expectMetrics(resolved, [
      `${service}_health_status gauge`,
      `${service}_requests_total counter method,path,status`,
      `${service}_request_duration_seconds histogram method,path,status`,
      `${service}_messages_processed_total counter topic,status,message_type`,
      `${service}_processing_duration_seconds histogram topic`,
      `${service}_errors_total counter error_type,component`,
      `${service}_memory_usage_bytes gauge`,
      `${service}_active_connections gauge`,
      `${service}_consumer_lag_messages gauge topic`,
    ]);
  });

  it('has the business metrics, and the misses that a hit ratio needs', () => {
    expectMetrics(resolved, [
      'enrichment_service_cache_hits_total counter',
      'enrichment_service_cache_misses_total counter',
      'aggregation_service_bars_generated_total counter interval',
      'projection_service_projections_updated_total counter',
      'data_quality_issues_total counter rule',
    ]);
  });

  it('scrapes each service at port 8080, the exporters, and the monitoring itself', () => {
    expect(resolved.targets.map(({ job, addresses }) => `${job} ${addresses.join()}`)).toEqual([
      'node node-exporter:9100',
      'cadvisor cadvisor:8080',
      'kafka kafka-exporter:9308',
      'clickhouse clickhouse:9363',
      'postgres postgres-exporter:9187',
      'redis redis-exporter:9121',
      'prometheus localhost:9090',
      'alertmanager alertmanager:9093',
      'normalization_service normalization-service:8080',
      'enrichment_service enrichment-service:8080',
      'aggregation_service aggregation-service:8080',
      'projection_service projection-service:8080',
    ]);
    expect(resolved.stack?.ports.cadvisor).toBe(8081);
  });

  it('has the five dashboards, the overview with at most eight panels', () => {
    expect(resolved.dashboards.slice(0, 5).map(({ title }) => title)).toEqual([
      'Data Processing Overview',
      'Normalization Service',
      'Enrichment Service',
      'Aggregation Service',
      'Projection Service',
    ]);
    expect(panelTitles(resolved, 'Data Processing Overview').length).toBeLessThanOrEqual(8);
    expect(panelTitles(resolved, 'Enrichment Service')).toContain('Cache hit ratio');
    expect(panelTitles(resolved, 'Projection Service')).toContain('Cache hit ratio');
  });

  it('has the eight alerts, with lag and failures told apart', () => {
    const names = [
      'ServiceDown',
      'ServiceUnhealthy',
      'HighRequestLatency',
      'HighErrorRate',
      'HighMemoryUsage',
      'MessageProcessingLag',
      'MessageProcessingFailures',
      'NoMessagesProcessed',
      'HighDataQualityIssues',
    ];
    expect(resolved.rules.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    expect(ruleOf(resolved, 'MessageProcessingLag')?.query).toContain('consumer_lag_messages');
    expect(ruleOf(resolved, 'MessageProcessingFailures')?.query).toContain('> 0.05');
  });

  it('keeps samples for 200 hours, within the memory that was planned', () => {
    expect(resolved.stack).toMatchObject({
      retentionMs: 200 * 3_600_000,
      limits: { prometheus: { memoryBytes: 2 * 1024 ** 3 }, grafana: { memoryBytes: 512 * 1024 ** 2 } },
      volumes: { prometheus: 'prometheus-data', grafana: 'grafana-data' },
    });
    expect(resolved.station).toMatchObject({
      queryTimeoutMs: 30_000,
      uiRefreshMs: 30_000,
      uiRangeMs: 3_600_000,
    });
  });

  it('registers the metrics of the service that it records, and knows those of the others', () => {
    const definition = defineMonitoring({
      service: 'enrichment_service',
      preset: pipeline({ records: 'enrichment_service', without: ['clickhouse', 'kafka'] }),
      alerts: () => ({}),
      dashboards: (m) => ({
        Own: {
          Hits: m.enrichment_service_cache_hits_total.rate('5m').sum(),
          Bars: m.aggregation_service_bars_generated_total.rate('5m').sum('interval'),
          Up: m.up('projection_service'),
        },
      }),
    });
    const registered = Object.keys(definition.metrics);
    expect(registered).toContain('enrichment_service_cache_hits_total');
    expect(registered).toContain('enrichment_service_memory_usage_bytes');
    expect(registered.filter((name) => name.startsWith('aggregation_service_'))).toEqual([]);
    const one = resolve(definition);
    expect(one.exporters?.map(({ job }) => job)).not.toContain('clickhouse');
    expect(one.targets.map(({ job }) => job)).toContain('enrichment_service');
  });

  it('takes other services', () => {
    const preset = pipeline({
      services: ['intake', 'export'],
      addresses: { intake: ['127.0.0.1:1', '127.0.0.1:2'] },
      without: ['kafka', 'clickhouse', 'postgres', 'redis', 'cadvisor'],
    });
    const definition = defineMonitoring({
      service: 's',
      preset,
      dashboards: (m) => ({ Own: { Lag: m.export_consumer_lag_messages.now().max('topic') } }),
    });
    const two = resolve(definition);
    expect(two.targets.find(({ job }) => job === 'intake')?.addresses).toHaveLength(2);
    expect(two.dashboards.map(({ title }) => title)).toEqual(expect.arrayContaining(['Intake', 'Export']));
    expect(two.rules.map(({ name }) => name)).not.toContain('HighDataQualityIssues');
  });
});
