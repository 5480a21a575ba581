import { ratio } from '../../query/ratio.ts';
import type { AlertDeclaration } from '../../rules/alert.ts';
import { alert } from '../../rules/alert.ts';
import { runbooksIn } from '../../rules/runbook.ts';
import type { AiAppQueries } from './ai-app-metrics.ts';

/** When the alerts of an AI application fire. */
export interface AiAppThresholds {
  /** Requests per second that fail, of all routes together; 0.1 by default. */
  readonly errorsPerSecond?: number;
  /** Seconds that 95 % of the requests stay below; 2 by default. */
  readonly responseSeconds?: number;
  /** Active database connections of a database; 80 by default. */
  readonly databaseConnections?: number;
  /** Percent of Redis' memory that may be taken; 80 by default. */
  readonly redisPercent?: number;
}

/** The five alerts of an AI application. */
export function aiAppAlerts(
  m: AiAppQueries,
  { app, aiService }: { readonly app: string; readonly aiService: string },
  thresholds: AiAppThresholds,
  runbooks: string | undefined,
): Readonly<Record<string, AlertDeclaration>> {
  const {
    errorsPerSecond = 0.1,
    responseSeconds = 2,
    databaseConnections = 80,
    redisPercent = 80,
  } = thresholds;
  const runbook = runbooksIn(runbooks);
  const redisLimit = m.redis_memory_max_bytes.now().max('instance');
  return {
    HighErrorRate: alert({
      when: m.http_requests_total.where({ status_code: /5../ }).rate('5m').sum().above(errorsPerSecond),
      for: '5m',
      // No series of failures is no failure.
      onNoData: 'ignore',
      severity: 'critical',
      runbook: runbook('HighErrorRate'),
      summary: 'High error rate detected',
      description: ({ value }) => `Error rate is ${value} errors per second`,
    }),
    HighResponseTime: alert({
      when: m.http_request_duration_seconds.quantile(0.95, '5m').above({ s: responseSeconds }),
      for: '5m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('HighResponseTime'),
      summary: 'High response time',
      description: ({ value }) => `95th percentile response time is ${value}`,
    }),
    DatabaseConnectionsHigh: alert({
      when: m.database_connections_active.now().sum('database').above(databaseConnections),
      for: '2m',
      onNoData: 'ignore',
      severity: 'warning',
      runbook: runbook('DatabaseConnectionsHigh'),
      summary: 'High database connections',
      description: ({ labels, value }) => `Database connections of ${labels.database} are at ${value}`,
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
      summary: 'High Redis memory usage',
      description: ({ value }) => `Redis memory usage is ${value}`,
    }),
    AIServiceDown: alert({
      when: m.up(aiService).below(1),
      for: '1m',
      onNoData: 'fire',
      severity: 'critical',
      runbook: runbook('AIServiceDown'),
      summary: 'AI service is down',
      description: 'AI service has been down for more than 1 minute',
    }),
    BackendDown: alert({
      when: m.up(app).below(1),
      for: '1m',
      onNoData: 'fire',
      severity: 'critical',
      runbook: runbook('BackendDown'),
      summary: ({ labels }) => `${labels.job} at ${labels.instance} does not answer`,
    }),
  };
}
