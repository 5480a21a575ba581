import { given } from '../../options/given.ts';
import type { LogLevel } from '../../resolved/resolved-logs.ts';
import type { LogsDeclaration, LogSinkDeclaration } from '../../logs/logs-declaration.ts';
import type { Duration } from '../../time/duration.ts';
import type { TracesDeclaration } from '../../traces/traces-declaration.ts';
import { definePreset } from '../../monitoring/define-preset.ts';
import { withoutDashboards } from '../without-dashboards.ts';
import type { FrameworkAlerts } from './framework-alerts.ts';
import { frameworkAlerts } from './framework-alerts.ts';
import { frameworkDashboards } from './framework-dashboards.ts';
import type { FrameworkBuckets } from './framework-metrics.ts';
import { frameworkExporters, frameworkKits, frameworkQueries } from './framework-metrics.ts';

/** What {@link framework} takes. */
export interface FrameworkOptions<Job extends string = string> {
  /** Name of the service's target and of its traces; `my-service` by default. */
  readonly job?: Job;
  /** `host:port` of the service; `localhost:8080` by default. */
  readonly address?: string | readonly string[];
  /** `host:port` of node_exporter; `node-exporter:9100` by default. */
  readonly systemAddress?: string;
  /** What is collected: paths and how often. */
  readonly collectors?: {
    /** `/metrics` and 10s by default. */
    readonly request?: { readonly path?: `/${string}`; readonly every?: Duration };
    /** The host by node_exporter, 30s by default. */
    readonly system?: { readonly every?: Duration };
    /** `/custom_metrics` and `scrapeEvery` by default. */
    readonly custom?: { readonly path?: `/${string}`; readonly every?: Duration };
  };
  /** How often everything else is scraped; 10s by default. */
  readonly scrapeEvery?: Duration;
  /** How long samples are kept; 15d by default. */
  readonly retention?: Duration;
  /** Bounds of the request durations: `coarse` (0.1 s to 5 s) by default, `fine` from 5 ms on. */
  readonly buckets?: FrameworkBuckets;
  /** When alerts fire, and which there are. */
  readonly alerts?: FrameworkAlerts;
  /** Records and where they go. */
  readonly logs?: {
    /** `info` by default. */
    readonly level?: LogLevel;
    /** `console` and `file` by default. */
    readonly outputs?: readonly ('console' | 'file' | 'elasticsearch')[];
    /** `logs/service.log` by default. */
    readonly file?: string;
    /** `https://elasticsearch:9200` by default. */
    readonly elasticsearchUrl?: string;
    /** `service-logs` by default. */
    readonly index?: string;
  };
  /** Traces and which of them are kept. */
  readonly traces?: {
    /** Yes by default. */
    readonly enabled?: boolean;
    /** Share from 0 to 1; 0.1 by default. Those with an error are kept whatever it is. */
    readonly ratio?: number;
    /** Who takes the spans: a collector by default, or Jaeger or Tempo themselves. */
    readonly exporter?: 'otlp' | 'jaeger' | 'tempo';
    /** OTLP over HTTP; `http://collector:4318` by default, `http://jaeger:4318` where that takes the spans. */
    readonly endpoint?: string;
  };
  /** Folder or address of the runbooks; `docs/runbooks` by default. */
  readonly runbooks?: string;
}

const STACK_PORTS = {
  prometheus: 9090,
  alertmanager: 9093,
  grafana: 3000,
  kibana: 5601,
  jaeger: 16686,
} as const;

/** Two targets where one service shows its metrics at two paths: a target has one path and one interval. */
type FrameworkTarget = {
  readonly address: string | readonly string[];
  readonly path: `/${string}`;
  readonly every: Duration;
};

/**
 * A service of decorated classes: requests, calls of methods, phases, memory and CPU, the host, logs and
 * traces, with alerts on latency, memory and errors and the dashboards Performance, Resources and Request
 * Flow.
 *
 * @example
 * ```ts
 * import { defineMonitoring, framework } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'catalog',
 *   preset: framework({ job: 'catalog', alerts: { high_latency: { seconds: 0.5 } } }),
 *   dashboards: (m) => ({ Calls: { Rate: m.requests_total.rate('5m').sum('class', 'method') } }),
 * });
 * console.log(definition.metrics.request_duration_seconds.buckets.join()); // 0.1,0.5,1,2,5
 * ```
 */
export function framework<const Job extends string = 'my-service'>(options?: FrameworkOptions<Job>) {
  const { address = 'localhost:8080', systemAddress, collectors = {}, runbooks, ...view } = given(options);
  const { scrapeEvery = '10s', retention = '15d', buckets = 'coarse', alerts = {}, traces = {} } = view;
  const { request = {}, system = {}, custom = {} } = collectors;
  // Without options it is the default of the type parameter.
  const job = view.job ?? ('my-service' as Job);
  const targets: Readonly<Record<string, FrameworkTarget>> = {
    [job]: { address, path: request.path ?? '/metrics', every: request.every ?? '10s' },
    [`${job}-custom`]: {
      address,
      path: custom.path ?? '/custom_metrics',
      every: custom.every ?? scrapeEvery,
    },
  };
  return definePreset({
    preset: 'framework',
    kits: withoutDashboards(frameworkKits(buckets)),
    exporters: frameworkExporters(systemAddress, system.every ?? '30s', runbooks),
    // The names are those that the type says.
    targets: targets as { readonly [Name in Job | `${Job}-custom`]: FrameworkTarget },
    scrape: { every: scrapeEvery },
    alerts: () => frameworkAlerts(frameworkQueries(), job, alerts, runbooks),
    dashboards: () => frameworkDashboards(frameworkQueries()),
    station: { retention: { time: retention }, ui: { refresh: '30s', range: '1h' } },
    stack: { ports: STACK_PORTS, retention: { time: retention } },
    logs: frameworkLogs(view.logs ?? {}),
    traces: frameworkTraces(traces, job),
  });
}

function frameworkTraces(
  { enabled = true, ratio = 0.1, exporter = 'otlp', endpoint }: NonNullable<FrameworkOptions['traces']>,
  serviceName: string,
): TracesDeclaration {
  const host = exporter === 'otlp' ? 'collector' : exporter;
  return { enabled, ratio, exporter, endpoint: endpoint ?? `http://${host}:4318`, serviceName };
}

function frameworkLogs(options: NonNullable<FrameworkOptions['logs']>): LogsDeclaration {
  const { level = 'info', outputs = ['console', 'file'], index = 'service-logs' } = options;
  const { file = 'logs/service.log', elasticsearchUrl = 'https://elasticsearch:9200' } = options;
  const sinks: Readonly<Record<(typeof outputs)[number], LogSinkDeclaration>> = {
    console: { kind: 'console', format: 'json' },
    file: { kind: 'file', path: file, format: 'json', maxSize: '10MB', maxFiles: 5 },
    elasticsearch: { kind: 'elasticsearch', url: elasticsearchUrl, format: 'json' },
  };
  return { level, sinks: outputs.map((output) => sinks[output]), index };
}
