import { promql } from '../query/promql.ts';
import { ratio } from '../query/ratio.ts';
import { alert } from '../rules/alert.ts';
import type { ExporterOptions, PackParts } from './create-pack.ts';
import { createPack } from './create-pack.ts';
import { postgresMetrics, POSTGRES_SOURCE } from './data/postgres-metrics.ts';
import type { ExporterPack } from './exporter-pack.ts';

const PARTS: PackParts<ReturnType<typeof postgresMetrics>> = {
  pack: 'postgres',
  job: 'postgres',
  host: 'postgres-exporter',
  port: 9187,
  image: 'quay.io/prometheuscommunity/postgres-exporter',
  metrics: postgresMetrics,
  source: POSTGRES_SOURCE,
  alerts: (m, { job, runbook }) => ({
    PostgresExporterDown: alert({
      when: m.up(job).below(1),
      for: '2m',
      onNoData: 'fire',
      severity: 'warning',
      runbook: runbook('PostgresExporterDown'),
      summary: ({ labels }) => `The exporter of PostgreSQL at ${labels.instance} does not answer`,
    }),
    PostgresDown: alert({
      when: m.pg_up.now().max('instance').below(1),
      for: '1m',
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('PostgresDown'),
      summary: ({ labels }) => `The exporter at ${labels.instance} cannot reach its PostgreSQL`,
    }),
    PostgresConnectionsHigh: alert({
      when: ratio(
        m.pg_stat_activity_count.now().sum('instance'),
        m.pg_settings_max_connections.now().max('instance'),
      ).above({ percent: 90 }),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('PostgresConnectionsHigh'),
      summary: ({ labels, value }) => `${value} of the connections of ${labels.instance} are taken`,
    }),
    PostgresDeadlocks: alert({
      when: m.pg_stat_database_deadlocks.increase('10m').sum('instance', 'datname').above(0),
      for: '0s',
      onNoData: 'ignore',
      severity: 'ticket',
      runbook: runbook('PostgresDeadlocks'),
      summary: ({ labels }) => `Transactions of ${labels.datname} lock each other out`,
    }),
    PostgresReplicationLag: alert({
      when: m.pg_stat_replication_pg_wal_lsn_diff.now().max('instance', 'application_name').above(100e6),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('PostgresReplicationLag'),
      summary: ({ labels }) =>
        `The standby ${labels.application_name} of ${labels.instance} is more than 100 MB behind`,
    }),
  }),
  dashboards: (m) => ({
    PostgreSQL: {
      Connections: {
        query: m.pg_stat_activity_count.now().sum('state'),
        legend: '{{state}}',
        description: 'Connections by state: idle ones hold a place and do nothing',
      },
      'Connections taken': {
        query: ratio(
          m.pg_stat_activity_count.now().sum('instance'),
          m.pg_settings_max_connections.now().max('instance'),
        ),
        legend: '{{instance}}',
        description: 'Share of max_connections that is taken; at 100 % nobody gets in',
      },
      Transactions: {
        queries: {
          committed: m.pg_stat_database_xact_commit.rate('auto').sum('datname'),
          'rolled back': m.pg_stat_database_xact_rollback.rate('auto').sum('datname'),
        },
        description: 'Transactions per second by database',
      },
      'Longest transaction': {
        query: m.pg_stat_activity_max_tx_duration.now().max('datname'),
        unit: 'seconds',
        legend: '{{datname}}',
        description: 'How long the oldest open transaction of each database has been running',
      },
      'Database size': {
        query: m.pg_database_size_bytes.now().max('datname'),
        legend: '{{datname}}',
        description: 'Disk space of each database',
      },
      'Rows read and written': {
        queries: {
          fetched: m.pg_stat_database_tup_fetched.rate('auto').sum(),
          inserted: m.pg_stat_database_tup_inserted.rate('auto').sum(),
          updated: m.pg_stat_database_tup_updated.rate('auto').sum(),
          deleted: m.pg_stat_database_tup_deleted.rate('auto').sum(),
        },
        description: 'Rows per second by what was done with them',
      },
      'Locks and deadlocks': {
        queries: {
          locks: m.pg_locks_count.now().sum('mode'),
          deadlocks: m.pg_stat_database_deadlocks.increase('auto').sum(),
        },
        description: 'Locks held or waited for by mode, and transactions that locked each other out',
      },
      'Replication lag': {
        query: m.pg_stat_replication_pg_wal_lsn_diff.now().max('application_name'),
        unit: 'bytes',
        legend: '{{application_name}}',
        description:
          'Bytes of the write-ahead log that each standby has not replayed; none without a standby',
      },
      'Cache hit ratio': {
        query: promql`sum by (datname) (${m.pg_stat_database_blks_hit.rate('auto')})
          / (sum by (datname) (${m.pg_stat_database_blks_hit.rate('auto')})
            + sum by (datname) (${m.pg_stat_database_blks_read.rate('auto')}) > 0)`,
        unit: 'ratio',
        legend: '{{datname}}',
        description: 'Share of the blocks that were found in shared buffers and not read from disk',
      },
    },
  }),
};

/**
 * A PostgreSQL server as postgres_exporter shows it: connections, transactions, locks, size, replication.
 *
 * @example
 * ```ts
 * import { defineMonitoring, postgresExporter } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   exporters: [postgresExporter({ address: '127.0.0.1:9187' })],
 *   dashboards: (m) => ({ Database: { Size: m.pg_database_size_bytes.now().max('datname') } }),
 * });
 * console.log(definition.service); // shop
 * ```
 */
export function postgresExporter<const Job extends string = 'postgres'>(
  options?: ExporterOptions<Job>,
): ExporterPack<Job, ReturnType<typeof postgresMetrics>> {
  return createPack(PARTS, options);
}
