import type { FastifyInstance } from 'fastify';
import { formatDuration } from '@telltale/model';
import type { RuleManager } from '@telltale/alerting';
import type { TargetView } from '../../contract.ts';
import { BadRequestError } from '../bad-request-error.ts';
import { sendError, sendSuccess } from './envelope.ts';
import { activeAlertJson, formatTimestamp, isRuleType, ruleGroupJson } from './rule-json.ts';

export interface StateRoutesOptions {
  readonly rules: RuleManager;
  readonly targets: () => readonly TargetView[];
  readonly version: string;
  readonly startedAtMs: number;
  readonly retentionMs: number;
  readonly seriesCount: () => number;
}

/** `/api/v1/targets`, `rules`, `alerts`, `alertmanagers` and `status/*`. */
export function registerStateRoutes(server: FastifyInstance, options: StateRoutesOptions): void {
  const { rules } = options;
  server.get('/api/v1/targets', async (_request, reply) =>
    sendSuccess(reply, { activeTargets: options.targets().map(targetJson), droppedTargets: [] }),
  );
  server.get<{ Querystring: { type?: string } }>('/api/v1/rules', async (request, reply) => {
    const type = request.query.type || undefined;
    if (!isRuleType(type)) {
      return sendError(reply, new BadRequestError(`"type" must be alert or record, not "${type}"`));
    }
    const groups = rules.groups().map((group) => ruleGroupJson(group, type));
    return sendSuccess(reply, { groups: groups.filter((group) => group.rules.length > 0) });
  });
  server.get('/api/v1/alerts', async (_request, reply) => {
    const alerts = rules.groups().flatMap((group) => group.rules.flatMap((rule) => rule.alerts));
    return sendSuccess(reply, { alerts: alerts.map(activeAlertJson) });
  });
  server.get('/api/v1/alertmanagers', async (_request, reply) =>
    sendSuccess(reply, { activeAlertmanagers: [], droppedAlertmanagers: [] }),
  );
  server.get('/api/v1/status/buildinfo', async (_request, reply) =>
    sendSuccess(reply, {
      version: options.version,
      revision: '',
      branch: '',
      buildUser: '',
      buildDate: '',
      goVersion: '',
      application: 'telltale',
    }),
  );
  server.get('/api/v1/status/runtimeinfo', async (_request, reply) =>
    sendSuccess(reply, {
      startTime: new Date(options.startedAtMs).toISOString(),
      CWD: process.cwd(),
      reloadConfigSuccess: true,
      lastConfigTime: new Date(options.startedAtMs).toISOString(),
      storageRetention: formatDuration(options.retentionMs),
    }),
  );
  server.get('/api/v1/status/tsdb', async (_request, reply) =>
    sendSuccess(reply, { headStats: { numSeries: options.seriesCount() } }),
  );
}

function targetJson(target: TargetView) {
  return {
    discoveredLabels: { __address__: target.instance, job: target.job },
    labels: target.labels,
    scrapePool: target.job,
    scrapeUrl: target.url,
    globalUrl: target.url,
    lastError: target.lastError,
    lastScrape: formatTimestamp(target.lastScrapeMs ?? undefined),
    lastScrapeDuration: (target.lastDurationMs ?? 0) / 1000,
    health: target.health,
    scrapeInterval: formatDuration(target.intervalMs),
    scrapeTimeout: formatDuration(target.timeoutMs),
  };
}
