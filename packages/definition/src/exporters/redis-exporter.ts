import { promql } from '../query/promql.ts';
import { ratio } from '../query/ratio.ts';
import { alert } from '../rules/alert.ts';
import type { ExporterOptions, PackParts } from './create-pack.ts';
import { createPack } from './create-pack.ts';
import { redisMetrics, REDIS_SOURCE } from './data/redis-metrics.ts';
import type { ExporterPack } from './exporter-pack.ts';

const PARTS: PackParts<ReturnType<typeof redisMetrics>> = {
  pack: 'redis',
  job: 'redis',
  host: 'redis-exporter',
  port: 9121,
  image: 'oliver006/redis_exporter',
  metrics: redisMetrics,
  source: REDIS_SOURCE,
  alerts: (m, { job, runbook }) => ({
    RedisExporterDown: alert({
      when: m.up(job).below(1),
      for: '2m',
      onNoData: 'fire',
      severity: 'warning',
      runbook: runbook('RedisExporterDown'),
      summary: ({ labels }) => `The exporter of Redis at ${labels.instance} does not answer`,
    }),
    RedisDown: alert({
      when: m.redis_up.now().max('instance').below(1),
      for: '1m',
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('RedisDown'),
      summary: ({ labels }) => `The exporter at ${labels.instance} cannot reach its Redis`,
    }),
    RedisMemoryHigh: alert({
      when: ratio(
        m.redis_memory_used_bytes.now().max('instance'),
        // Without a limit it is 0, and the share would be infinite.
        m.redis_memory_max_bytes
          .now()
          .max('instance')
          .and(m.redis_memory_max_bytes.now().max('instance').above(0)),
      ).above({ percent: 80 }),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('RedisMemoryHigh'),
      summary: 'High Redis memory usage',
      description: ({ value }) => `Redis memory usage is ${value}`,
    }),
    RedisConnectionsRejected: alert({
      when: m.redis_rejected_connections_total.increase('10m').sum('instance').above(0),
      for: '0s',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('RedisConnectionsRejected'),
      summary: ({ labels }) => `${labels.instance} turned clients away: maxclients is reached`,
    }),
  }),
  dashboards: (m) => ({
    Redis: {
      Memory: {
        queries: {
          used: m.redis_memory_used_bytes.now().max('instance'),
          limit: m.redis_memory_max_bytes.now().max('instance'),
        },
        description: 'Memory that Redis uses and may use; a limit of 0 is none',
      },
      'Hit ratio': {
        query: promql`sum by (instance) (${m.redis_keyspace_hits_total.rate('auto')})
          / (sum by (instance) (${m.redis_keyspace_hits_total.rate('auto')})
            + sum by (instance) (${m.redis_keyspace_misses_total.rate('auto')}) > 0)`,
        unit: 'ratio',
        legend: '{{instance}}',
        description: 'Share of the look-ups that found a key; nothing is drawn while nobody asks',
      },
      Clients: {
        queries: {
          connected: m.redis_connected_clients.now().sum('instance'),
          blocked: m.redis_blocked_clients.now().sum('instance'),
        },
        description: 'Clients that are connected, and those that wait for a blocking command',
      },
      Commands: {
        query: m.redis_commands_total.rate('auto').sum('cmd'),
        legend: '{{cmd}}',
        description: 'Commands per second by name',
      },
      'Keys expired and evicted': {
        queries: {
          expired: m.redis_expired_keys_total.rate('auto').sum('instance'),
          evicted: m.redis_evicted_keys_total.rate('auto').sum('instance'),
        },
        description: 'Keys per second that reached their time to live, and that had to go for want of memory',
      },
      'Slow commands': {
        query: m.redis_slowlog_length.now().max('instance'),
        legend: '{{instance}}',
        description: 'Entries of the slow log; SLOWLOG GET names them',
      },
    },
  }),
};

/**
 * A Redis server as redis_exporter shows it: memory, hits and misses, clients, commands, keys.
 *
 * @example
 * ```ts
 * import { defineMonitoring, redisExporter } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   exporters: [redisExporter({ address: '127.0.0.1:9121' })],
 *   dashboards: (m) => ({ Cache: { Clients: m.redis_connected_clients.now().sum('instance') } }),
 * });
 * console.log(definition.service); // shop
 * ```
 */
export function redisExporter<const Job extends string = 'redis'>(
  options?: ExporterOptions<Job>,
): ExporterPack<Job, ReturnType<typeof redisMetrics>> {
  return createPack(PARTS, options);
}
