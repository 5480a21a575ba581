import { not } from '../../query/label-match.ts';
import { ratio } from '../../query/ratio.ts';
import type { AlertDeclaration } from '../../rules/alert.ts';
import { alert } from '../../rules/alert.ts';
import type { RunbookOf } from '../../rules/runbook.ts';
import { runbooksIn } from '../../rules/runbook.ts';
import { CONNECTION_LEVELS } from './webapp-metrics.ts';
import type { WebappQueries } from './webapp-metrics.ts';
import { inGroup } from '../in-group.ts';

type Alerts = Readonly<Record<string, AlertDeclaration>>;

/** When the alerts of a web application fire. */
export interface WebappThresholds {
  /** Percent of the requests that fail; 5 by default. */
  readonly apiErrorPercent?: number;
  /** Percent of the extraction tasks that fail; 10 by default. */
  readonly extractionFailurePercent?: number;
  /** Percent of the database queries that fail; 1 by default. */
  readonly queryErrorPercent?: number;
  /** Seconds that 95 % of the requests stay below; 1 by default. */
  readonly apiSeconds?: number;
  /** Minutes that a task may run; 10 by default. */
  readonly taskMinutes?: number;
  /** Milliseconds that 95 % of the database queries stay below; 500 by default. */
  readonly queryMs?: number;
  /** Percent of the database connections that may be taken; 90 by default. */
  readonly connectionPercent?: number;
  /** Percent of Redis' memory that may be taken; 80 by default. */
  readonly redisPercent?: number;
  /** Percent of a disk that must be free; 10 by default. */
  readonly diskFreePercent?: number;
  /** WebSocket connections of all instances together; 1000 by default. */
  readonly webSockets?: number;
}

/** The ten alerts of a web application, and one for each program that goes away. */
export function webappAlerts(
  m: WebappQueries,
  jobs: readonly string[],
  thresholds: WebappThresholds,
  runbooks: string | undefined,
): Alerts {
  const runbook = runbooksIn(runbooks);
  return {
    ...inGroup('high-error-rate', errorAlerts(m, thresholds, runbook)),
    ...inGroup('slow-tasks', slownessAlerts(m, thresholds, runbook)),
    ...inGroup('resource-exhaustion', exhaustionAlerts(m, thresholds, runbook)),
    ...inGroup('availability', Object.fromEntries(jobs.map((job) => downAlert(m, job, runbook)))),
  };
}

function downAlert(m: WebappQueries, job: string, runbook: RunbookOf): readonly [string, AlertDeclaration] {
  const words = job.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  const name = `${words.map((word) => word[0].toUpperCase() + word.slice(1)).join('')}Down`;
  const declared = alert({
    when: m.up(job).below(1),
    for: '2m',
    onNoData: 'fire',
    severity: 'critical',
    runbook: runbook(name),
    summary: ({ labels }) => `${labels.job} at ${labels.instance} does not answer`,
  });
  return [name, declared];
}

function errorAlerts(m: WebappQueries, limits: WebappThresholds, runbook: RunbookOf): Alerts {
  const { apiErrorPercent = 5, extractionFailurePercent = 10, queryErrorPercent = 1 } = limits;
  return {
    ApiErrorRateHigh: alert({
      when: ratio(
        m.http_requests_total.where({ status: /5../ }).rate('5m').sum(),
        m.http_requests_total.rate('5m').sum(),
      ).above({ percent: apiErrorPercent }),
      for: '5m',
      // Without failures there is no part, and without requests no whole: neither is a failure.
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('ApiErrorRateHigh'),
      summary: ({ value }) => `${value} of the requests to the API fail`,
    }),
    ExtractionFailureRateHigh: alert({
      when: ratio(
        m.extraction_tasks_total.where({ status: 'failure' }).rate('10m').sum('task_type'),
        m.extraction_tasks_total.rate('10m').sum('task_type'),
      ).above({ percent: extractionFailurePercent }),
      for: '10m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('ExtractionFailureRateHigh'),
      summary: ({ labels, value }) => `${value} of the ${labels.task_type} extraction tasks fail`,
    }),
    DbQueryErrorRateHigh: alert({
      when: ratio(
        m.db_query_errors_total.rate('5m').sum('operation'),
        m.db_query_duration_seconds.rate('5m').sum('operation'),
      ).above({ percent: queryErrorPercent }),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('DbQueryErrorRateHigh'),
      summary: ({ labels, value }) => `${value} of the ${labels.operation} queries fail`,
    }),
  };
}

function slownessAlerts(m: WebappQueries, limits: WebappThresholds, runbook: RunbookOf): Alerts {
  const { apiSeconds = 1, taskMinutes = 10, queryMs = 500 } = limits;
  return {
    ApiLatencyP95High: alert({
      when: m.http_request_duration_seconds.quantile(0.95, '5m').above({ s: apiSeconds }),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('ApiLatencyP95High'),
      summary: ({ value }) => `One request in twenty takes longer than ${value}`,
    }),
    ExtractionTaskStuck: alert({
      // Not from the histogram: a task that never ends is never observed.
      when: m.extraction_oldest_task_age_seconds
        .now()
        .max('instance', 'task_type')
        .above({ minutes: taskMinutes }),
      for: '1m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('ExtractionTaskStuck'),
      summary: ({ labels, value }) =>
        `A ${labels.task_type} task of ${labels.instance} has been running for ${value}`,
    }),
    DbQueryP95High: alert({
      when: m.db_query_duration_seconds.quantile(0.95, '5m', 'operation').above({ ms: queryMs }),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('DbQueryP95High'),
      summary: ({ labels, value }) => `One ${labels.operation} query in twenty takes longer than ${value}`,
    }),
  };
}

function exhaustionAlerts(m: WebappQueries, limits: WebappThresholds, runbook: RunbookOf): Alerts {
  const { connectionPercent = 90, redisPercent = 80, diskFreePercent = 10 } = limits;
  const { webSockets = CONNECTION_LEVELS[4] } = limits;
  const holdsData = { fstype: not(/tmpfs|ramfs|overlay|squashfs|iso9660|fuse.*/) } as const;
  const redisLimit = m.redis_memory_max_bytes.now().max('instance');
  return {
    PgPoolExhausted: alert({
      when: ratio(
        m.pg_stat_activity_count.now().sum('instance'),
        m.pg_settings_max_connections.now().max('instance'),
      ).above({ percent: connectionPercent }),
      for: '5m',
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('PgPoolExhausted'),
      summary: ({ labels, value }) => `${value} of the connections of ${labels.instance} are taken`,
    }),
    RedisMemoryHigh: alert({
      // Without a limit it is 0, and the share would be infinite.
      when: ratio(m.redis_memory_used_bytes.now().max('instance'), redisLimit.and(redisLimit.above(0))).above(
        { percent: redisPercent },
      ),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('RedisMemoryHigh'),
      summary: ({ labels, value }) => `${value} of the memory of ${labels.instance} is taken`,
    }),
    DiskSpaceLow: alert({
      when: ratio(
        m.node_filesystem_avail_bytes.where(holdsData).now().min('instance', 'mountpoint'),
        m.node_filesystem_size_bytes.where(holdsData).now().max('instance', 'mountpoint'),
      ).below({ percent: diskFreePercent }),
      for: '10m',
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('DiskSpaceLow'),
      summary: ({ labels, value }) => `${value} of ${labels.mountpoint} of ${labels.instance} is free`,
    }),
    WebSocketConnectionsHigh: alert({
      when: m.websocket_connections_active.now().sum().above(webSockets),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('WebSocketConnectionsHigh'),
      summary: ({ value }) => `${value} WebSocket connections are open`,
    }),
  };
}
