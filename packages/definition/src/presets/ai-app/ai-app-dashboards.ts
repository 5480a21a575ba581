import type {
  DashboardDeclaration,
  DashboardDeclarations,
  PanelDeclaration,
} from '../../dashboards/dashboard-declaration.ts';
import { dashboard } from '../../dashboards/dashboard.ts';
import { labelValues } from '../../dashboards/variable.ts';
import { not } from '../../query/label-match.ts';
import { promql } from '../../query/promql.ts';
import { ratio } from '../../query/ratio.ts';
import type { AiAppPart, AiAppQueries } from './ai-app-metrics.ts';
import { inRow } from '../in-row.ts';
import { narrowed } from '../narrowed.ts';

type Panels = Readonly<Record<string, PanelDeclaration>>;

/** Control groups without a name are no containers. */
const CONTAINER = { name: not('') } as const;

/** The dashboards for the application, the infrastructure and the database, with what is there to be shown. */
export function aiAppDashboards(
  m: AiAppQueries,
  title: string,
  without: readonly AiAppPart[],
): DashboardDeclarations {
  const has = (part: AiAppPart) => !without.includes(part);
  return {
    [`${title} Application`]: application(m),
    ...(has('containers') && { [`${title} Infrastructure`]: infrastructureBoard(m) }),
    [`${title} Database`]: {
      ...inRow('PostgreSQL', has('postgres') ? serverPanels(m) : clientPanels(m)),
      ...(has('redis') && inRow('Redis', cachePanels(m))),
    },
  };
}

function application(m: AiAppQueries): DashboardDeclaration {
  return dashboard({
    variables: {
      route: labelValues(m.http_requests_total, 'route', { multi: true, all: true }),
      model: labelValues(m.ai_requests_total, 'model', { multi: true, all: true, label: 'AI model' }),
    },
    panels: ({ route, model }) => ({
      ...inRow('Requests', requestPanels(narrowed(m, { route }, OF_ROUTES))),
      ...inRow('AI', aiPanels(narrowed(m, { model }, OF_MODELS))),
    }),
  });
}

/** What the variables of the dashboards narrow down: the metrics that have their labels. */
const OF_ROUTES = ['http_requests_total', 'http_request_duration_seconds'] as const;
const OF_MODELS = [
  'ai_requests_total',
  'ai_request_duration_seconds',
  'ai_tokens_used_total',
  'ai_cost_total',
] as const;
const OF_CONTAINERS = [
  'container_cpu_usage_seconds_total',
  'container_memory_working_set_bytes',
  'container_fs_reads_bytes_total',
  'container_fs_writes_bytes_total',
  'container_network_receive_bytes_total',
  'container_network_transmit_bytes_total',
  'container_start_time_seconds',
  'container_oom_events_total',
] as const;

function infrastructureBoard(m: AiAppQueries): DashboardDeclaration {
  const containers = m.container_memory_working_set_bytes.where(CONTAINER);
  return dashboard({
    variables: { container: labelValues(containers, 'name', { multi: true, all: true }) },
    panels: ({ container }) => infrastructure(narrowed(m, { name: container }, OF_CONTAINERS)),
  });
}

function requestPanels(m: AiAppQueries): Panels {
  const errors = (statuses: RegExp) =>
    m.http_requests_total.where({ status_code: statuses }).rate('auto').sum();
  const all = m.http_requests_total.rate('auto').sum();
  return {
    'Request Rate': {
      query: m.http_requests_total.rate('auto').sum('method', 'route'),
      legend: '{{method}} {{route}}',
      description: 'Requests per second by endpoint',
    },
    'Response Time': {
      queries: {
        P50: m.http_request_duration_seconds.quantile(0.5, 'auto'),
        P95: m.http_request_duration_seconds.quantile(0.95, 'auto'),
        P99: m.http_request_duration_seconds.quantile(0.99, 'auto'),
      },
      description: 'What half, 95 % and 99 % of the requests stay below',
    },
    'Error Rate': {
      queries: {
        '4xx': errors(/4../).or(all.times(0)),
        '5xx': errors(/5../).or(all.times(0)),
      },
      description: 'Requests per second that were refused (4xx) and that failed (5xx); 0 where none was',
    },
    'Active Users': {
      query: m.active_users.now().max(),
      legend: 'Users',
      description: 'Users who asked for something within the last five minutes',
    },
    'Active Connections': {
      query: m.active_connections.now().sum(),
      legend: 'Connections',
      description: 'Open connections to the server; one user has several, and many have none',
    },
  };
}

function aiPanels(m: AiAppQueries): Panels {
  return {
    'AI Usage': {
      query: m.ai_requests_total.rate('auto').sum('model', 'provider'),
      legend: '{{model}} {{provider}}',
      description: 'AI requests per second by model and provider',
    },
    'AI Request Duration': {
      queries: {
        P50: m.ai_request_duration_seconds.quantile(0.5, 'auto', 'model'),
        P95: m.ai_request_duration_seconds.quantile(0.95, 'auto', 'model'),
      },
      description: 'What half and 95 % of the AI requests stay below, by model',
    },
    'AI Tokens': {
      query: m.ai_tokens_used_total.rate('auto').sum('model', 'token_type'),
      legend: '{{model}} {{token_type}}',
      draw: 'area',
      stacked: true,
      description: 'Tokens per second by model and kind of token',
    },
    'AI Errors': {
      query: m.ai_requests_total.where({ status: 'failure' }).rate('auto').sum('model', 'provider'),
      legend: '{{model}} {{provider}}',
      description: 'AI requests per second that failed, by model and provider',
    },
    'AI Cost': {
      query: m.ai_cost_total.increase('1h').sum('model'),
      legend: '{{model}}',
      kind: 'bar-gauge',
      description: 'What the tokens of the last hour cost by the given prices, by model',
    },
  };
}

function infrastructure(m: AiAppQueries): Panels {
  return {
    'CPU Usage': {
      query: m.container_cpu_usage_seconds_total.where(CONTAINER).rate('auto').sum('name'),
      legend: '{{name}}',
      description: 'CPU of each container; 100 % is one core',
    },
    'Memory Usage': {
      query: m.container_memory_working_set_bytes.where(CONTAINER).now().sum('name'),
      legend: '{{name}}',
      draw: 'area',
      stacked: true,
      description: 'Memory that each container needs: what its limit is held against',
    },
    'Disk I/O': {
      queries: {
        read: m.container_fs_reads_bytes_total.where(CONTAINER).rate('auto').sum('name'),
        written: m.container_fs_writes_bytes_total.where(CONTAINER).rate('auto').sum('name'),
      },
      description: 'Bytes per second that each container reads from disks and writes to them',
    },
    'Network Traffic': {
      queries: {
        inbound: m.container_network_receive_bytes_total.where(CONTAINER).rate('auto').sum('name'),
        outbound: m.container_network_transmit_bytes_total.where(CONTAINER).rate('auto').sum('name'),
      },
      description: 'Bytes per second that each container receives and sends',
    },
    'Container Health': {
      queries: {
        restarts: promql`sum by (name) (changes(${m.container_start_time_seconds.where(CONTAINER).now()}[1h]))`,
        'killed for memory': m.container_oom_events_total.where(CONTAINER).increase('1h').sum('name'),
      },
      description:
        'How often each container was started anew in the last hour, by its start time, and killed',
    },
  };
}

/** What the application itself knows of its database. */
function clientPanels(m: AiAppQueries): Panels {
  return {
    'Connection Pool': {
      queries: {
        active: m.database_connections_active.now().sum('database'),
        idle: m.database_connections_idle.now().sum('database'),
      },
      description: "Connections of the application's pools that are open and idle",
    },
    'Query Performance': {
      queries: { P95: m.database_query_duration_seconds.quantile(0.95, 'auto', 'query_type') },
      description: 'What 95 % of the queries stay below by kind',
    },
  };
}

function serverPanels(m: AiAppQueries): Panels {
  return {
    'Connection Pool': {
      queries: {
        active: m.database_connections_active.now().sum('database'),
        idle: m.database_connections_idle.now().sum('database'),
        'on the server': m.pg_stat_activity_count.now().sum('state'),
      },
      description:
        "Connections of the application's pools that are open and idle, and all of the server by state",
    },
    'Query Performance': {
      queries: {
        P95: m.database_query_duration_seconds.quantile(0.95, 'auto', 'query_type'),
        'longest transaction': m.pg_stat_activity_max_tx_duration.now().max('datname'),
      },
      description: 'What 95 % of the queries stay below by kind, and how long the oldest transaction is open',
    },
    'Database Size': {
      queries: {
        size: m.pg_database_size_bytes.now().max('datname'),
        'growth in a day': {
          query: promql`max by (datname) (delta(${m.pg_database_size_bytes.now()}[1d]))`,
          axis: 'right',
        },
      },
      description: 'Disk space of each database, and how much it grew in a day',
    },
    'Lock Waits': {
      queries: {
        locks: m.pg_locks_count.now().sum('mode'),
        deadlocks: m.pg_stat_database_deadlocks.increase('auto').sum('datname'),
      },
      description: 'Locks held or waited for by mode, and transactions that locked each other out',
    },
    Replication: {
      query: m.pg_stat_replication_pg_wal_lsn_diff.now().max('application_name', 'state'),
      unit: 'bytes',
      legend: '{{application_name}} {{state}}',
      description: 'Bytes of the write-ahead log that each standby has not replayed, with its state',
    },
  };
}

function cachePanels(m: AiAppQueries): Panels {
  const hits = m.redis_keyspace_hits_total.rate('auto').sum('instance');
  return {
    'Redis Memory': {
      queries: {
        used: m.redis_memory_used_bytes.now().max('instance'),
        limit: m.redis_memory_max_bytes.now().max('instance'),
      },
      description: 'Memory that Redis uses and may use; a limit of 0 is none',
    },
    'Cache Hit Ratio': {
      query: ratio(hits, hits.plus(m.redis_keyspace_misses_total.rate('auto').sum('instance'))),
      legend: '{{instance}}',
      description: 'Share of the look-ups that found a key',
    },
    'Key Expirations': {
      query: m.redis_expired_keys_total.rate('auto').sum('instance'),
      legend: '{{instance}}',
      description: 'Keys per second that reached their time to live',
    },
    'Redis Connections': {
      query: m.redis_connected_clients.now().sum('instance'),
      legend: '{{instance}}',
      description: 'Clients that are connected to Redis',
    },
  };
}
