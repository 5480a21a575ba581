import { promql } from '../query/promql.ts';
import { ratio } from '../query/ratio.ts';
import { alert } from '../rules/alert.ts';
import type { ExporterOptions, PackParts } from './create-pack.ts';
import { createPack } from './create-pack.ts';
import { clickhouseMetrics, CLICKHOUSE_SOURCE } from './data/clickhouse-metrics.ts';
import type { ExporterPack } from './exporter-pack.ts';

const PARTS: PackParts<ReturnType<typeof clickhouseMetrics>> = {
  pack: 'clickhouse',
  job: 'clickhouse',
  host: 'clickhouse',
  port: 9363,
  // The server shows its metrics itself; it is no part of the generated stack.
  image: '',
  metrics: clickhouseMetrics,
  source: CLICKHOUSE_SOURCE,
  alerts: (m, { job, runbook }) => ({
    ClickHouseDown: alert({
      when: m.up(job).below(1),
      for: '2m',
      onNoData: 'fire',
      severity: 'critical',
      runbook: runbook('ClickHouseDown'),
      summary: ({ labels }) => `ClickHouse at ${labels.instance} does not answer`,
    }),
    ClickHouseInsertsRejected: alert({
      when: m.ClickHouseProfileEvents_RejectedInserts.increase('10m').sum('instance').above(0),
      for: '0s',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('ClickHouseInsertsRejected'),
      summary: ({ labels }) => `${labels.instance} refuses inserts: a partition has too many parts`,
    }),
    ClickHouseDiskSpaceLow: alert({
      when: ratio(
        m.ClickHouseAsyncMetrics_DiskAvailable_default.now().min('instance'),
        m.ClickHouseAsyncMetrics_DiskTotal_default.now().min('instance'),
      ).below({ percent: 10 }),
      for: '10m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('ClickHouseDiskSpaceLow'),
      summary: ({ labels, value }) => `${labels.instance} has ${value} of its disk left`,
    }),
  }),
  dashboards: (m) => ({
    ClickHouse: {
      Queries: {
        queries: {
          select: m.ClickHouseProfileEvents_SelectQuery.rate('auto').sum('instance'),
          insert: m.ClickHouseProfileEvents_InsertQuery.rate('auto').sum('instance'),
          failed: m.ClickHouseProfileEvents_FailedQuery.rate('auto').sum('instance'),
        },
        description: 'Queries per second that were begun, and those that failed',
      },
      'Mean query time': {
        query: promql`sum by (instance) (${m.ClickHouseProfileEvents_QueryTimeMicroseconds.rate('auto')})
          / (sum by (instance) (${m.ClickHouseProfileEvents_Query.rate('auto')}) > 0) / 1e6`,
        unit: 'seconds',
        legend: '{{instance}}',
        description: 'Time that a query takes on average',
      },
      Memory: {
        query: m.ClickHouseAsyncMetrics_MemoryResident.now().max('instance'),
        legend: '{{instance}}',
        description: 'Resident memory of the server',
      },
      'Rows inserted': {
        query: m.ClickHouseProfileEvents_InsertedRows.rate('auto').sum('instance'),
        legend: '{{instance}}',
        description: 'Rows per second inserted into all tables',
      },
      'Parts of the fullest partition': {
        query: m.ClickHouseAsyncMetrics_MaxPartCountForPartition.now().max('instance'),
        legend: '{{instance}}',
        description:
          'Many parts mean that merges cannot keep up with inserts; inserts are slowed down, then refused',
      },
    },
  }),
};

/**
 * A ClickHouse server by its own endpoint, which its configuration has to switch on (`<prometheus>`, port
 * 9363). The names are from its documentation.
 *
 * @example
 * ```ts
 * import { clickhouse, defineMonitoring } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   exporters: [clickhouse({ address: 'clickhouse:9363' })],
 *   dashboards: (m) => ({ Store: { Queries: m.ClickHouseProfileEvents_Query.rate('5m').sum() } }),
 * });
 * console.log(definition.service); // shop
 * ```
 */
export function clickhouse<const Job extends string = 'clickhouse'>(
  options?: ExporterOptions<Job>,
): ExporterPack<Job, ReturnType<typeof clickhouseMetrics>> {
  return createPack(PARTS, options);
}
