import { describe, expect, it } from 'vitest';
import type { Expr } from '@telltale/model';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { resolveDefinition } from '../resolve/resolve-definition.ts';
import { alert } from '../rules/alert.ts';
import { alertmanagerServer } from './alertmanager-server.ts';
import { cadvisor } from './cadvisor.ts';
import { clickhouse } from './clickhouse.ts';
import { kafkaExporter } from './kafka-exporter.ts';
import { minio } from './minio.ts';
import { nodeExporter } from './node-exporter.ts';
import { postgresExporter } from './postgres-exporter.ts';
import { probes } from './probes/probes.ts';
import { prometheusServer } from './prometheus-server.ts';
import { redisExporter } from './redis-exporter.ts';

const READ = [
  nodeExporter(),
  postgresExporter(),
  redisExporter(),
  prometheusServer(),
  alertmanagerServer(),
  probes({ http: { shop: 'https://shop.example/' } }),
];
const DOCUMENTED = [cadvisor(), kafkaExporter(), clickhouse(), minio()];
const ALL = [...READ, ...DOCUMENTED];

/** Queries that are text are parsed by tests of the packages that may import the parser. */
const parse = (text: string): Expr => ({ kind: 'string', value: text });

describe('exporter packs', () => {
  it.each(ALL)('the pack $pack resolves without a fault, with its target and its metrics', (pack) => {
    const resolved = resolveDefinition(defineMonitoring({ service: 'shop', exporters: [pack] }), { parse });
    expect(resolved.targets).toMatchObject([{ job: pack.job, exporter: pack.pack }]);
    expect(resolved.exporters).toMatchObject([{ pack: pack.pack, port: pack.port, version: pack.version }]);
    expect(resolved.metrics.map(({ name }) => name)).toEqual(Object.keys(pack.metrics));
    expect(resolved.metrics.every(({ exporter }) => exporter === pack.pack)).toBe(true);
  });

  it('all packs can be used together', () => {
    const resolved = resolveDefinition(defineMonitoring({ service: 'shop', exporters: ALL }), { parse });
    expect(resolved.exporters).toHaveLength(ALL.length);
  });

  it('packs whose program was run say when, and the others that they are from documentation', () => {
    expect(READ.map(({ documented, date }) => [documented, /^\d{4}-\d\d-\d\d$/.test(date)])).toEqual(
      READ.map(() => [false, true]),
    );
    expect(DOCUMENTED.map(({ documented, date }) => [documented, date])).toEqual(
      DOCUMENTED.map(() => [true, '']),
    );
  });

  it.each(ALL)('each alert of the pack $pack has a runbook, a time and a policy for missing data', (pack) => {
    const alerts = Object.values(pack.alerts?.() ?? {});
    expect(alerts.length).toBeGreaterThan(0);
    for (const alert of alerts) {
      expect(alert.runbook).toMatch(/^docs\/runbooks\/[a-z-]+\.md$/);
      expect(alert.for).toBeDefined();
      expect(['fire', 'keep', 'ignore']).toContain(alert.onNoData);
    }
  });

  it.each(ALL)('each panel of the pack $pack has a description and a legend', (pack) => {
    const definition = defineMonitoring({ service: 'shop', exporters: [pack] });
    const { dashboards } = resolveDefinition(definition, { parse });
    const panels = dashboards.flatMap((dashboard) => dashboard.panels);
    expect(panels.length).toBeGreaterThan(0);
    expect(panels.filter(({ description }) => !description)).toEqual([]);
    expect(panels.flatMap(({ queries }) => queries).filter(({ legend }) => legend === '')).toEqual([]);
  });

  it('the share of Redis memory is only looked at where there is a limit', () => {
    const { rules } = resolveDefinition(defineMonitoring({ service: 'shop', exporters: [redisExporter()] }), {
      parse,
    });
    const alert = rules.find(({ name }) => name === 'RedisMemoryHigh');
    expect(alert?.query).toContain('redis_memory_max_bytes) > 0');
  });

  it('job, address, interval and labels of a pack can be others', () => {
    const pack = nodeExporter({
      job: 'hosts',
      address: ['a:9100', 'b:9100'],
      every: '30s',
      labels: { site: 'north' },
    });
    const definition = defineMonitoring({
      service: 'shop',
      exporters: [pack],
      dashboards: (m) => ({ Hosts: { Up: m.up('hosts').count() } }),
    });
    const { targets, rules } = resolveDefinition(definition, { parse });
    expect(targets[0]).toMatchObject({
      job: 'hosts',
      addresses: ['a:9100', 'b:9100'],
      intervalMs: 30_000,
      labels: { site: 'north' },
    });
    expect(rules.find(({ name }) => name === 'NodeExporterDown')?.query).toBe('up{job="hosts"} < 1');
  });

  it('alerts and the dashboard of a pack can be left out', () => {
    const without = { without: ['RedisDown'], dashboards: false, runbooks: 'https://wiki.example/' } as const;
    const pack = redisExporter(without);
    expect(Object.keys(pack.alerts?.() ?? {})).not.toContain('RedisDown');
    expect(pack.alerts?.()['RedisMemoryHigh'].runbook).toBe('https://wiki.example/redis-memory-high.md');
    expect(pack.dashboards).toBeUndefined();
    expect(redisExporter({ alerts: false }).alerts).toBeUndefined();
  });

  it('an alert of the definition takes the place of the one of a pack', () => {
    const definition = defineMonitoring({
      service: 'shop',
      exporters: [redisExporter()],
      alerts: (m) => ({
        RedisDown: alert({
          when: m.redis_connected_clients.now().sum('instance').below(1),
          onNoData: 'ignore',
          severity: 'ticket',
          summary: 'Nobody uses Redis',
        }),
      }),
    });
    const rules = resolveDefinition(definition, { parse }).rules.filter(({ name }) => name === 'RedisDown');
    expect(rules.map(({ query }) => query)).toEqual(['sum by (instance) (redis_connected_clients) < 1']);
  });
});
