import { describe, expect, it } from 'vitest';
import { expectMetrics, panelTitles, ruleOf, resolved as resolve } from '../../../test/resolved-preset.ts';
import { defineMonitoring } from '../../monitoring/define-monitoring.ts';
import { migration } from './migration.ts';

describe('the preset migration', () => {
  const resolved = resolve(defineMonitoring({ service: 's', preset: migration() }));

  it('has the seven metrics of the tool, and those that were only promised', () => {
    expectMetrics(resolved, [
      'components_processed_total counter type',
      'migration_success_total counter',
      'migration_errors_total counter error_type',
      'migration_duration_seconds histogram type',
      'memory_usage_bytes gauge',
      'database_connections gauge',
      'mapping_confidence histogram',
      'migration_recovery_attempts_total counter',
      'file_io_bytes_total counter direction',
      'file_io_operations_total counter direction',
      'process_cpu_seconds_total counter',
      'migration_last_success_timestamp_seconds gauge',
    ]);
    const duration = resolved.metrics.find((metric) => metric.name === 'migration_duration_seconds');
    expect(duration?.buckets?.at(-1)).toBe(1800);
  });

  it('scrapes the batch program at localhost:8080 every 30 seconds, others every 15', () => {
    expect(resolved.targets).toMatchObject([
      {
        job: 'altium-kicad-migration',
        addresses: ['localhost:8080'],
        path: '/metrics',
        intervalMs: 30_000,
        isBatch: true,
      },
    ]);
    expect(resolved.evaluationIntervalMs).toBe(15_000);
  });

  it('has one dashboard, in one file, with the four panels it always had', () => {
    expect(resolved.dashboards.map(({ title }) => title)).toEqual(['Altium to KiCAD Migration Tool']);
    expect(panelTitles(resolved, 'Altium to KiCAD Migration Tool').slice(0, 5)).toEqual([
      'Migration Success Rate',
      'Migration Duration',
      'Components Processed',
      'Error Rate',
      'Throughput',
    ]);
    expect(resolved.layout).toMatchObject({
      prometheus: 'monitoring/prometheus.yml',
      alertmanager: 'monitoring/alertmanager.yml',
      dashboards: 'monitoring/grafana_dashboard.json',
    });
  });

  it('has the ports and volumes of the stack', () => {
    expect(resolved.stack).toMatchObject({
      ports: { prometheus: 9090, alertmanager: 9093, grafana: 3000 },
      volumes: { prometheus: 'prometheus_data', grafana: 'grafana_data' },
    });
  });

  it('logs to the console and two rotated files, from info on', () => {
    expect(resolved.logs?.level).toBe('info');
    expect(resolved.logs?.sinks).toMatchObject([
      { kind: 'console', level: 'info', format: 'text' },
      { kind: 'file', path: '/var/log/migration_tool/app.log', maxBytes: 10_485_760, maxFiles: 5 },
      { kind: 'file', path: '/var/log/migration_tool/error.log', level: 'error', maxFiles: 5 },
    ]);
  });

  it('has four alerts, of which the one about a missing program knows that it runs now and then', () => {
    expect(resolved.rules.map(({ name }) => name)).toEqual([
      'MigrationErrorRateHigh',
      'MigrationStalled',
      'LowMappingConfidence',
      'MigrationTargetDown',
    ]);
    expect(ruleOf(resolved, 'MigrationTargetDown')?.query).toContain(
      'absent(up{job="altium-kicad-migration"})',
    );
  });

  it('takes another job, address, types and thresholds', () => {
    const preset = migration({
      job: 'eagle',
      address: '127.0.0.1:9',
      types: ['resistor'],
      thresholds: { errorPercent: 10 },
      runbooks: 'https://wiki.example',
    });
    const definition = defineMonitoring({
      service: 's',
      preset,
      dashboards: (m) => ({
        Own: { Up: m.up('eagle'), Some: m.components_processed_total.where({ type: 'resistor' }).rate('5m') },
      }),
    });
    const { targets, rules } = resolve(definition);
    expect(targets[0]).toMatchObject({ job: 'eagle', addresses: ['127.0.0.1:9'] });
    expect(rules[0]).toMatchObject({
      annotations: { runbook_url: 'https://wiki.example/migration-error-rate-high.md' },
    });
    expect(rules[0].query).toMatch(/> 0\.1$/);
  });

  it('a type that is not listed and a metric that is not there do not compile', () => {
    const definition = () =>
      resolve(
        defineMonitoring({
          service: 's',
          preset: migration({ types: ['resistor'] }),
          dashboards: (m) => ({
            Own: {
              // @ts-expect-error: 'coil' is not one of the types
              Some: m.components_processed_total.where({ type: 'coil' }).rate('5m'),
              // @ts-expect-error: there is no such metric
              None: m.components_lost_total.rate('5m'),
            },
          }),
        }),
      );
    expect(definition).toThrow("there is no metric 'components_lost_total'");
  });
});
