import type { DashboardDeclarations, PanelDeclaration } from '../../dashboards/dashboard-declaration.ts';
import { dashboard } from '../../dashboards/dashboard.ts';
import { labelValues } from '../../dashboards/variable.ts';
import { promql } from '../../query/promql.ts';
import { ratio } from '../../query/ratio.ts';
import { cacheHitRatio, errorRate, extractionSuccessRate } from './webapp-saved-queries.ts';
import type { WebappQueries } from './webapp-metrics.ts';
import { narrowed } from '../narrowed.ts';

type Panels = Readonly<Record<string, PanelDeclaration>>;

/** What the variables of the dashboards narrow down: the metrics that have their labels. */
const OF_ENDPOINTS = ['http_requests_total', 'http_request_duration_seconds'] as const;
const OF_TASK_TYPES = [
  'extraction_tasks_total',
  'extraction_duration_seconds',
  'extraction_oldest_task_age_seconds',
  'task_retries_total',
] as const;

/** Where the panels of the overview lead to. */
const DETAILS = {
  api: [{ title: 'API Performance', url: 'dashboard:API Performance' }],
  workers: [{ title: 'Celery Workers', url: 'dashboard:Celery Workers' }],
  stores: [{ title: 'Database & Redis', url: 'dashboard:Database & Redis' }],
} as const;

/** The four dashboards of a web application. */
export function webappDashboards(m: WebappQueries, jobs: readonly string[]): DashboardDeclarations {
  return {
    Overview: overview(m, jobs),
    'API Performance': dashboard({
      variables: { endpoint: labelValues(m.http_requests_total, 'endpoint', { multi: true, all: true }) },
      panels: ({ endpoint }) => apiPerformance(narrowed(m, { endpoint }, OF_ENDPOINTS)),
    }),
    'Celery Workers': dashboard({
      variables: {
        task_type: labelValues(m.extraction_tasks_total, 'task_type', { multi: true, all: true }),
      },
      panels: ({ task_type }) => workers(narrowed(m, { task_type }, OF_TASK_TYPES)),
    }),
    'Database & Redis': databaseAndRedis(m),
  };
}

function overview(m: WebappQueries, jobs: readonly string[]): Panels {
  return {
    'System health': {
      queries: Object.fromEntries(jobs.map((job) => [job, m.up(job).min()])),
      kind: 'stat',
      threshold: { below: 1, severity: 'critical' },
      description: '1 where all instances of a program answer, 0 where one does not',
    },
    'Request rate': {
      query: m.http_requests_total.rate('auto').sum(),
      legend: 'Requests',
      links: DETAILS.api,
      description: 'Requests per second of all endpoints',
    },
    'Error rate': {
      query: errorRate(m, 'auto'),
      legend: 'Errors',
      links: DETAILS.api,
      description: 'Share of the requests that are answered with a 5xx status',
    },
    'Active WebSocket connections': {
      query: m.websocket_connections_active.now().sum(),
      legend: 'Connections',
      description: 'Open WebSocket connections of all instances; levels are 10, 50, 100, 500 and 1000',
    },
    'Database health': {
      query: m.pg_up.now().min('instance'),
      kind: 'stat',
      legend: '{{instance}}',
      links: DETAILS.stores,
      threshold: { below: 1, severity: 'critical' },
      description: '1 where PostgreSQL answers its exporter',
    },
    'Cache health': {
      query: m.redis_up.now().min('instance'),
      kind: 'stat',
      legend: '{{instance}}',
      links: DETAILS.stores,
      threshold: { below: 1, severity: 'critical' },
      description: '1 where Redis answers its exporter',
    },
    'Extraction throughput': {
      query: m.extraction_tasks_total.rate('auto').sum('task_type'),
      legend: '{{task_type}}',
      links: DETAILS.workers,
      description: 'Extraction tasks per second that ended, by type of file',
    },
    'Extraction success rate': {
      query: extractionSuccessRate(m, 'auto'),
      legend: 'Success',
      links: DETAILS.workers,
      description: 'Share of the extraction tasks that succeeded',
    },
  };
}

function apiPerformance(m: WebappQueries): Panels {
  const requests = m.http_requests_total.rate('auto').sum('endpoint');
  return {
    'Request rate by endpoint': {
      query: requests,
      legend: '{{endpoint}}',
      description: 'Requests per second by endpoint, failed ones included',
    },
    'Response time': {
      queries: {
        p50: m.http_request_duration_seconds.quantile(0.5, 'auto'),
        p95: m.http_request_duration_seconds.quantile(0.95, 'auto'),
        p99: m.http_request_duration_seconds.quantile(0.99, 'auto'),
      },
      description: 'What half, 95 % and 99 % of the requests stay below',
    },
    'Error rate breakdown': {
      query: m.http_requests_total
        .where({ status: /[45]../ })
        .rate('auto')
        .sum('endpoint', 'status'),
      legend: '{{endpoint}} {{status}}',
      draw: 'area',
      stacked: true,
      description: 'Requests per second that were answered with an error, by endpoint and status',
    },
    'Error ratio by endpoint': {
      query: ratio(m.http_requests_total.where({ status: /5../ }).rate('auto').sum('endpoint'), requests, {
        missingPart: 0,
      }),
      legend: '{{endpoint}}',
      description: 'Share of the requests of each endpoint that are answered with a 5xx status',
    },
    'Slowest endpoints': {
      query: promql`topk(10, ${m.http_request_duration_seconds.quantile(0.95, 'auto', 'endpoint')})`,
      unit: 'seconds',
      legend: '{{endpoint}}',
      kind: 'bar-gauge',
      description: 'The ten endpoints whose 95th percentile is the highest',
    },
    'Traffic patterns': {
      query: m.http_requests_total.rate('1h').sum('method'),
      legend: '{{method}}',
      draw: 'area',
      stacked: true,
      description: 'Requests per second over an hour, by method: the shape of a day',
    },
  };
}

function workers(m: WebappQueries): Panels {
  return {
    'Task throughput by type': {
      query: m.extraction_tasks_total.rate('auto').sum('task_type', 'status'),
      legend: '{{task_type}} {{status}}',
      draw: 'area',
      stacked: true,
      description: 'Tasks per second that ended, by type of file and outcome',
    },
    'Task duration': {
      queries: {
        p50: m.extraction_duration_seconds.quantile(0.5, '1h', 'task_type'),
        p95: m.extraction_duration_seconds.quantile(0.95, '1h', 'task_type'),
        p99: m.extraction_duration_seconds.quantile(0.99, '1h', 'task_type'),
      },
      description: 'What half, 95 % and 99 % of the tasks of the last hour stay below, by type of file',
    },
    'Task failure rate': {
      query: ratio(
        m.extraction_tasks_total.where({ status: 'failure' }).rate('auto').sum('task_type'),
        m.extraction_tasks_total.rate('auto').sum('task_type'),
      ),
      legend: '{{task_type}}',
      description: 'Share of the tasks that failed, by type of file',
    },
    'Queue depth': {
      query: m.task_queue_depth.now().max('queue'),
      legend: '{{queue}}',
      description: 'Tasks that wait in each queue',
    },
    'Oldest waiting task': {
      query: m.task_queue_oldest_age_seconds.now().max('queue'),
      legend: '{{queue}}',
      description: 'How long the task at the head of each queue has been waiting',
    },
    'Task retries': {
      query: m.task_retries_total.rate('auto').sum('task_type'),
      legend: '{{task_type}}',
      description: 'Attempts per second after the first one, by type of file',
    },
    'Longest running task': {
      query: m.extraction_oldest_task_age_seconds.now().max('task_type'),
      legend: '{{task_type}}',
      description: 'How long the oldest task that has not ended has been running; 0 where none runs',
    },
  };
}

function databaseAndRedis(m: WebappQueries): Panels {
  return {
    'PostgreSQL connection pool usage': {
      query: ratio(
        m.pg_stat_activity_count.now().sum('instance'),
        m.pg_settings_max_connections.now().max('instance'),
      ),
      legend: '{{instance}}',
      description: "Share of the server's connections that are taken",
    },
    'Connections of the application': {
      queries: {
        open: m.database_connections_active.now().sum('database'),
        idle: m.database_connections_idle.now().sum('database'),
        waiting: m.database_connections_waiting.now().sum('database'),
      },
      description: "Connections of the application's own pools, and callers that wait for one",
    },
    'Query performance': {
      queries: {
        p50: m.db_query_duration_seconds.quantile(0.5, 'auto', 'operation'),
        p95: m.db_query_duration_seconds.quantile(0.95, 'auto', 'operation'),
      },
      description: 'What half and 95 % of the queries stay below, by operation',
    },
    'Cache hit ratio': {
      query: cacheHitRatio(m, 'auto'),
      legend: 'Hits',
      description: 'Share of the look-ups in the cache that found a value; sets and deletes do not count',
    },
    'Redis memory usage': {
      queries: {
        used: m.redis_memory_used_bytes.now().max('instance'),
        limit: m.redis_memory_max_bytes.now().max('instance'),
      },
      description: 'Memory that Redis uses and may use; a limit of 0 is none',
    },
    'Slow queries': {
      query: promql`sum by (operation) (rate(db_query_duration_seconds_count[5m]))
        - sum by (operation) (rate(db_query_duration_seconds_bucket{le="0.5"}[5m]))`,
      unit: 'per_second',
      legend: '{{operation}}',
      description: 'Queries per second that took longer than 500 ms; the log has each with its text',
    },
    'Replication lag': {
      query: m.pg_stat_replication_pg_wal_lsn_diff.now().max('application_name'),
      unit: 'bytes',
      legend: '{{application_name}}',
      description: 'Bytes of the write-ahead log that each standby has not replayed',
    },
  };
}
