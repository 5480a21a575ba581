import type { Secret } from '@telltale/model';
import type { TokenPrices } from '../../kits/ai.ts';
import type { ExporterPack } from '../../exporters/exporter-pack.ts';
import { given } from '../../options/given.ts';
import { email } from '../../routing/email.ts';
import { webhook } from '../../routing/receiver.ts';
import { definePreset } from '../../monitoring/define-preset.ts';
import { layoutIn } from '../layout-in.ts';
import { withoutDashboards } from '../without-dashboards.ts';
import type { AiAppThresholds } from './ai-app-alerts.ts';
import { aiAppAlerts } from './ai-app-alerts.ts';
import { aiAppDashboards } from './ai-app-dashboards.ts';
import type { AiAppExporterAddresses, AiAppPart } from './ai-app-metrics.ts';
import { AI_APP_METRICS, aiAppExporters, aiAppKits, aiAppQueries } from './ai-app-metrics.ts';

/** What {@link aiApp} takes. */
export interface AiAppOptions<Job extends string = string> {
  /** Name of the application's target; `dev-pynode` by default. */
  readonly job?: Job;
  /** What the titles of the dashboards begin with; `Dev-PyNode` by default. */
  readonly title?: string;
  /** `host:port` of the application, of the AI service, and of the exporters. */
  readonly addresses?: {
    /** `backend:3000` by default. */
    readonly backend?: string | readonly string[];
    /** `ai-service:8000` by default. */
    readonly aiService?: string | readonly string[];
  } & AiAppExporterAddresses;
  /** Parts that the application does not have, or that nothing exports, with their alerts and panels; none by default. */
  readonly without?: readonly AiAppPart[];
  /**
   * Where the token is that MinIO asks Prometheus for (`mc admin prometheus generate`). Without one MinIO has to
   * be told `MINIO_PROMETHEUS_AUTH_TYPE=public`.
   */
  readonly storageToken?: Secret;
  /** Prices of tokens by model; without any there is no cost. */
  readonly prices?: Readonly<Record<string, TokenPrices>>;
  /** Where alerts are posted to; `http://webhook:5001/` by default. */
  readonly webhookUrl?: string;
  /** Mail for critical alerts. The password is in the environment as `SMTP_PASSWORD`. */
  readonly mail?: {
    /** `admin@dev-pynode.com` by default. */
    readonly to?: string | readonly string[];
    /** `alerts@dev-pynode.com` by default. */
    readonly from?: string;
    /** `host:port` of the mail server; `smtp.dev-pynode.com:587` by default. */
    readonly smarthost?: string;
  };
  /** When alerts fire. */
  readonly thresholds?: AiAppThresholds;
  /** Folder or address of the runbooks; `docs/runbooks` by default. */
  readonly runbooks?: string;
}

/** Name of the exporter pack of each part. */
const PACKS: Readonly<Record<AiAppPart, string>> = {
  postgres: 'postgres',
  redis: 'redis',
  storage: 'minio',
  containers: 'cadvisor',
  host: 'node',
};

const LAYOUT = {
  ...layoutIn('docker'),
  prometheus: 'docker/prometheus.yml',
  rules: 'docker/prometheus/alert_rules.yml',
  alertmanager: 'docker/alertmanager/alertmanager.yml',
  dashboards: 'docker/grafana/provisioning/dashboards',
  provisioning: 'docker/grafana/provisioning',
  compose: 'docker-compose.yml',
} as const;

const STACK = {
  ports: { prometheus: 9090, alertmanager: 9093, grafana: 3001, kibana: 5601, logstash: 5044 },
  volumes: {
    prometheus: 'prometheus_data',
    grafana: 'grafana_data',
    alertmanager: 'alertmanager_data',
    elasticsearch: 'elasticsearch_data',
  },
  retention: { time: '200h' },
  app: { port: 3000, probes: true },
} as const;

/** Rotated, which the files never were. */
const LOGS = {
  level: 'info',
  sinks: [
    { kind: 'file', path: 'logs/error.log', level: 'error', format: 'json', maxSize: '10MB', maxFiles: 5 },
    { kind: 'file', path: 'logs/combined.log', format: 'json', maxSize: '10MB', maxFiles: 5 },
    { kind: 'console', format: 'text' },
  ],
  index: 'dev-pynode-logs',
} as const;

/** Liveness asks no dependency: an outage of the database would restart every instance in a loop. */
const HEALTH = {
  paths: { live: '/live', ready: '/ready', startup: '/startup', health: '/health' },
  port: 3000,
  checks: ['database', 'redis', 'storage'],
  // Liveness waits for the startup probe anyway: a delay of its own would only let a dead process live longer.
  probes: { ready: { delay: '5s' }, startup: { delay: '10s' } },
} as const;

/**
 * An application that uses language models: requests, AI requests with tokens and cost, database queries,
 * users, PostgreSQL, Redis, object storage, containers and the host, with alerts, routes to a webhook and to
 * mail, and three dashboards.
 *
 * @example
 * ```ts
 * import { aiApp, defineMonitoring } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'dev-pynode-backend',
 *   preset: aiApp({ prices: { 'small-model': { input: 0.15, output: 0.6 } } }),
 *   dashboards: (m) => ({ Models: { Tokens: m.ai_tokens_used_total.rate('5m').sum('model') } }),
 * });
 * console.log(Object.keys(definition.metrics.database_query_duration_seconds.labels).join()); // query_type,table
 * ```
 */
export function aiApp<const Job extends string = 'dev-pynode'>(options?: AiAppOptions<Job>) {
  const {
    title,
    addresses = {},
    prices,
    webhookUrl,
    mail = {},
    thresholds,
    runbooks,
    without = [],
    ...view
  } = given(options);
  const { backend, aiService, ...exporters } = addresses;
  // Without options it is the default of the type parameter.
  const app = view.job ?? ('dev-pynode' as Job);
  const target = { address: backend ?? 'backend:3000', path: '/metrics', every: '30s' } as const;
  const aiTarget = { address: aiService ?? 'ai-service:8000', every: '30s' } as const;
  const { to = 'admin@dev-pynode.com', from = 'alerts@dev-pynode.com' } = mail;
  const { smarthost = 'smtp.dev-pynode.com:587' } = mail;
  return definePreset({
    preset: 'ai-app',
    kits: withoutDashboards(aiAppKits(prices)),
    metrics: AI_APP_METRICS,
    exporters: present(aiAppExporters(exporters, runbooks, view.storageToken), without),
    // The names are those that the type says.
    targets: { [app]: target, 'ai-service': aiTarget } as {
      readonly [Name in Job | 'ai-service']: typeof target | typeof aiTarget;
    },
    scrape: { every: '15s' },
    evaluateEvery: '15s',
    receivers: {
      'web.hook': webhook({ url: webhookUrl ?? 'http://webhook:5001/' }),
      email: email({ to, from, smarthost, username: from, password: { env: 'SMTP_PASSWORD' } }),
    },
    routes: {
      to: 'web.hook',
      groupBy: ['alertname', 'job'],
      groupWait: '10s',
      groupInterval: '5m',
      repeatInterval: '1h',
      children: [
        { match: { severity: 'critical' }, to: 'email', continue: true },
        { match: { severity: 'critical' }, to: 'web.hook' },
      ],
    },
    alerts: () => {
      const jobs = { app, aiService: 'ai-service' };
      const { RedisMemoryHigh, ...others } = aiAppAlerts(aiAppQueries(), jobs, thresholds ?? {}, runbooks);
      return without.includes('redis') ? others : { ...others, RedisMemoryHigh };
    },
    dashboards: () => aiAppDashboards(aiAppQueries(), title ?? 'Dev-PyNode', without),
    station: { retention: { time: '200h' }, ui: { refresh: '30s', range: '1h' } },
    layout: LAYOUT,
    stack: STACK,
    logs: LOGS,
    traces: { ratio: 1, endpoint: 'http://collector:4318', serviceName: 'dev-pynode' },
    health: HEALTH,
  });
}

/** A part that is left out has no metrics either, which no type knows. */
function present<Packs extends readonly ExporterPack[]>(packs: Packs, without: readonly AiAppPart[]): Packs {
  const left = new Set(without.map((part) => PACKS[part]));
  return packs.filter(({ pack }) => !left.has(pack)) as readonly ExporterPack[] as Packs;
}
