import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hasProgram } from '../../../../test/support/counterpart.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { PRESETS } from '../../test/preset-definitions.ts';
import { generatePrometheus } from './generate-prometheus.ts';
import { prometheusFlags } from './prometheus-flags.ts';

interface Job {
  readonly job_name: string;
  readonly scrape_interval: string;
  readonly metrics_path: string;
  readonly static_configs: readonly { readonly targets: readonly string[] }[];
}

/** What promtool says of the files, after the configuration was read. */
function judged(definition: ResolvedDefinition) {
  const folder = temporaryFolder();
  const files = generatePrometheus(definition, { target: { prometheus: '2.42' }, network: 'host' });
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const [{ path, text }] = files;
  const { status, stderr } = spawnSync('promtool', ['check', 'config', join(folder, path)]);
  expect(status, stderr.toString()).toBe(0);
  const config = parse(text);
  const jobs = config.scrape_configs.map((job: Job) => {
    const [{ targets }] = job.static_configs;
    return `${job.job_name} ${targets.join()} ${job.metrics_path} ${job.scrape_interval}`;
  });
  const managers = config.alerting.alertmanagers[0].static_configs[0].targets;
  const { scrape_interval, evaluation_interval } = config.global;
  return { path, jobs, managers, global: [scrape_interval, evaluation_interval], rules: config.rule_files };
}

describe.skipIf(!hasProgram('promtool'))('prometheus.yml, which promtool accepts,', () => {
  it('of the migration: 15s and 15s, the job at localhost:8080 every 30s, alerts to port 9093', () => {
    const { path, jobs, managers, global } = judged(PRESETS.migration);
    expect(path).toBe('monitoring/prometheus.yml');
    expect(global).toEqual(['15s', '15s']);
    expect(jobs).toContain('altium-kicad-migration localhost:8080 /metrics 30s');
    expect(managers).toEqual(['127.0.0.1:9093']);
  });

  it('of the pipeline: 15s and 15s, 200 hours, each service at port 8080, alert_rules.yml', () => {
    const { path, jobs, global, rules } = judged(PRESETS.pipeline);
    expect(path).toBe('monitoring/prometheus.yml');
    expect(global).toEqual(['15s', '15s']);
    expect(jobs).toContain('normalization_service normalization-service:8080 /metrics 15s');
    expect(rules).toEqual(['alert_rules.yml']);
    expect(prometheusFlags(PRESETS.pipeline)).toContain('--storage.tsdb.retention.time=200h');
  });

  it('of the webapp: 15s, 15 days, the API at /api/v1/metrics and the workers at 9090 and 9091', () => {
    const { jobs, global, rules } = judged(PRESETS.webapp);
    expect(global).toEqual(['15s', '15s']);
    expect(jobs).toEqual(
      expect.arrayContaining([
        'backend backend:8000 /api/v1/metrics 15s',
        'extraction-worker extraction-worker:9090 /metrics 15s',
        'search-worker search-worker:9091 /metrics 15s',
      ]),
    );
    expect(rules).toEqual(['alerts/*.yml']);
    expect(prometheusFlags(PRESETS.webapp)).toContain('--storage.tsdb.retention.time=15d');
  });

  it('of the framework: 10s for requests and custom metrics, 30s for the system, 15 days', () => {
    const { jobs } = judged(PRESETS.framework);
    expect(jobs).toEqual(
      expect.arrayContaining([
        'my-service localhost:8080 /metrics 10s',
        'my-service-custom localhost:8080 /custom_metrics 10s',
        'system node-exporter:9100 /metrics 30s',
      ]),
    );
    expect(prometheusFlags(PRESETS.framework)).toContain('--storage.tsdb.retention.time=15d');
  });

  it('of the ai-app: 15s and 15s, the application every 30s, exporters for databases, 200 hours', () => {
    const { path, jobs, global, rules } = judged(PRESETS.aiApp);
    expect(path).toBe('docker/prometheus.yml');
    expect(global).toEqual(['15s', '15s']);
    expect(jobs).toEqual(
      expect.arrayContaining([
        'dev-pynode backend:3000 /metrics 30s',
        'postgres postgres-exporter:9187 /metrics 15s',
        'redis redis-exporter:9121 /metrics 15s',
        'minio minio:9000 /minio/v2/metrics/cluster 15s',
      ]),
    );
    expect(rules).toEqual(['prometheus/alert_rules.yml']);
    expect(prometheusFlags(PRESETS.aiApp)).toContain('--storage.tsdb.retention.time=200h');
  });
});
