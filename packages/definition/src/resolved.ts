import type {
  Expr,
  FilePosition,
  Inhibition,
  Receiver,
  RelabelRule,
  Route,
  Rule,
  TimeInterval,
} from '@telltale/model';
import type { SamplingOptions } from './metrics/sampling.ts';
import type { ResolvedDashboard } from './resolved/resolved-dashboards.ts';
import type { ResolvedHealth } from './resolved/resolved-health.ts';
import type { ResolvedLayout } from './resolved/resolved-layout.ts';
import type { ResolvedProofPlan } from './resolved/resolved-proof-plan.ts';
import type { ResolvedLogMetric } from './resolved/resolved-log-metric.ts';
import type { ResolvedLogs } from './resolved/resolved-logs.ts';
import type { ResolvedCollectors } from './resolved/resolved-collectors.ts';
import type { ResolvedStartedExporter } from './resolved/resolved-started-exporter.ts';
import type { ResolvedOtlp } from './resolved/resolved-otlp.ts';
import type { ResolvedStack } from './resolved/resolved-stack.ts';
import type { ResolvedClickHouse, ResolvedForward, ResolvedOpenIn } from './resolved/resolved-outside.ts';
import type { ResolvedBlackboxProbe } from './resolved/resolved-blackbox.ts';
import type { ResolvedRemote } from './resolved/resolved-remote.ts';
import type { ResolvedStationTls } from './resolved/resolved-station-tls.ts';
import type {
  ResolvedDiscovery,
  ResolvedScrapeAccess,
  ResolvedScrapeLimits,
} from './resolved/resolved-scrape.ts';
import type { ResolvedTraces } from './resolved/resolved-traces.ts';

export type {
  PanelKind,
  ResolvedDashboard,
  ResolvedPanel,
  ResolvedPanelQuery,
  ResolvedThreshold,
  ResolvedVariable,
} from './resolved/resolved-dashboards.ts';

/** The possible values of a label: a closed list, a pattern, or any (with an upper bound). */
export type ResolvedLabel =
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | {
      readonly kind: 'pattern';
      readonly pattern: string;
      readonly maxValues?: number;
      readonly sampling?: SamplingOptions;
    }
  | { readonly kind: 'any'; readonly maxValues?: number; readonly sampling?: SamplingOptions };

/** What a metric measures. */
export type MetricKind = 'counter' | 'gauge' | 'histogram' | 'summary' | 'info' | 'stateset';

/** A declared metric with every default filled in. */
export interface ResolvedMetric {
  readonly name: string;
  readonly kind: MetricKind;
  readonly help: string;
  /** Base unit such as `seconds`, `bytes`, `ratio`; the empty string where there is none. */
  readonly unit: string;
  readonly labels: Readonly<Record<string, ResolvedLabel>>;
  /** Upper bounds without +Inf, ascending; none for a native histogram. Histograms only. */
  readonly buckets?: readonly number[];
  /** Whether a histogram is (also) a native one. */
  readonly isNative?: boolean;
  /** Present where the distribution of a histogram or summary is estimated from a part of the observations. */
  readonly sampling?: SamplingOptions;
  /** Shares that a summary estimates. */
  readonly quantiles?: readonly number[];
  /** States of a state set. */
  readonly states?: readonly string[];
  /** The kit that declared the metric, for example `http-server`. */
  readonly kit?: string;
  /** What the metric is to its kit, for example `duration`, whatever its name. */
  readonly role?: string;
  /** Label name of each role of the kit's labels that the metric has, for example `{ status: 'status_code' }`. */
  readonly labelRoles?: Readonly<Record<string, string>>;
  /** The exporter pack that exposes it, for example `node`; the service itself where absent. */
  readonly exporter?: string;
  /** The service of a workspace that declared it. */
  readonly service?: string;
  readonly position?: FilePosition;
}

/** A program whose `/metrics` is scraped. */
export interface ResolvedTarget extends ResolvedScrapeAccess {
  /** Name of the target in the definition: the `job` label. */
  readonly job: string;
  /** `host:port` of each instance. */
  readonly addresses: readonly string[];
  readonly path: string;
  readonly scheme: 'http' | 'https';
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Labels added to every sample. */
  readonly labels: Readonly<Record<string, string>>;
  /** Whether native histograms are read, and classic ones beside them; not where it is absent. */
  readonly nativeHistograms?: boolean | 'with-classic';
  /** Addresses that change while a station runs. */
  readonly discovery?: readonly ResolvedDiscovery[];
  /** Parameters of the URL. */
  readonly params?: Readonly<Record<string, readonly string[]>>;
  /** Applied to the labels of each address, with those of discovery (`__address__`, `__meta_*`). */
  readonly relabel?: readonly RelabelRule[];
  /** Applied to the labels of each sample. */
  readonly metricRelabel?: readonly RelabelRule[];
  /** Whether labels of a sample stay where the target has others; they become `exported_…` by default. */
  readonly honorLabels?: boolean;
  /** Whether timestamps on the page count; by default a sample counts when it is read. */
  readonly honorTimestamps?: boolean;
  /** `DEFAULT_SCRAPE_LIMITS` where absent. */
  readonly limits?: ResolvedScrapeLimits;
  /** The service of a workspace that it belongs to. */
  readonly service?: string;
  /** The exporter pack whose program it is. */
  readonly exporter?: string;
  /**
   * What is probed: each is an instance of the job. The addresses are then those of the program that a generated
   * stack has it done by; a station does it by itself.
   */
  readonly probes?: readonly ResolvedBlackboxProbe[];
  /** Whether the program ends by itself, so that it is away most of the time. */
  readonly isBatch?: boolean;
  /** Name of the Compose service or Kubernetes Service behind it; the job where absent. */
  readonly container?: string;
}

/** A service of a workspace, with what it says of itself alone. */
export interface ResolvedService {
  readonly name: string;
  readonly owner: string;
  readonly logs?: ResolvedLogs;
  readonly traces?: ResolvedTraces;
  readonly health?: ResolvedHealth;
}

/** A query that is asked by name. */
export interface ResolvedSavedQuery {
  readonly name: string;
  /** What the answer means; empty where not said. */
  readonly help: string;
  /** Unit of the values for display. */
  readonly unit: string;
  readonly query: string;
  readonly expr: Expr;
}

/** How long log records or traces are kept, and how much their files may hold. */
export interface ResolvedSignalRetention {
  readonly retentionMs?: number;
  readonly maxBytes?: number;
}

/** Limits of one station in place of those that were measured. */
export interface ResolvedCapacity {
  readonly series?: number;
  readonly targets?: number;
  readonly samplesPerSecond?: number;
  readonly logRecordsPerSecond?: number;
  readonly spansPerSecond?: number;
}

/** How the station is to run; what is absent is as the station has it. */
export interface ResolvedStation {
  readonly retentionMs?: number;
  /** The most that the data folder may hold, but for logs and traces. */
  readonly retentionBytes?: number;
  readonly logs?: ResolvedSignalRetention;
  readonly traces?: ResolvedSignalRetention;
  readonly otlp?: ResolvedOtlp;
  readonly collectors?: ResolvedCollectors;
  readonly exporters?: readonly ResolvedStartedExporter[];
  readonly capacity?: ResolvedCapacity;
  readonly queryTimeoutMs?: number;
  readonly memoryLimitBytes?: number;
  readonly uiRefreshMs?: number;
  readonly uiRangeMs?: number;
  readonly clickhouse?: ResolvedClickHouse;
  readonly remote?: ResolvedRemote;
  readonly forward?: ResolvedForward;
  readonly openIn?: ResolvedOpenIn;
  readonly tls?: ResolvedStationTls;
}

/** A program that exposes the metrics of another, such as node_exporter or postgres_exporter. */
export interface ResolvedExporter {
  /** `node`, `cadvisor`, `postgres`, `redis`, `kafka`, `clickhouse`, `minio`, `blackbox`, or `external`. */
  readonly pack: string;
  /** Name of its target. */
  readonly job: string;
  /** Image without a tag, which generators pin; empty where it is run by somebody else. */
  readonly image: string;
  readonly port: number;
  /** Version that the metrics were read from. */
  readonly version: string;
  /** Whether the names come from documentation alone, not from a program that ran. */
  readonly documented: boolean;
}

/** A service level objective with its alerts. */
export interface ResolvedSlo {
  readonly name: string;
  /** Percent of good events, such as 99.9. */
  readonly objective: number;
  readonly windowMs: number;
  /** What a time without events counts as. */
  readonly noTraffic: 'good' | 'bad' | 'nodata';
  /** What is counted, such as `per_second`. */
  readonly unit: string;
  /** PromQL of the bad events per second over five minutes. */
  readonly bad: string;
  /** PromQL of all events per second over five minutes. */
  readonly total: string;
  /** Names of its alerts. */
  readonly alerts: readonly string[];
  /** The service of a workspace that it belongs to. */
  readonly service?: string;
  readonly position?: FilePosition;
}

/** A definition with every callback run and every default filled in: pure data. */
export interface ResolvedDefinition {
  readonly service: string;
  readonly owner: string;
  readonly metrics: readonly ResolvedMetric[];
  readonly targets: readonly ResolvedTarget[];
  readonly evaluationIntervalMs: number;
  readonly receivers: readonly Receiver[];
  /** Root of the routing tree. */
  readonly route: Route;
  /** Alerting and recording rules in the order written; recordings first. */
  readonly rules: readonly Rule[];
  readonly dashboards: readonly ResolvedDashboard[];
  readonly queries: readonly ResolvedSavedQuery[];
  readonly station: ResolvedStation;
  /** Name of the preset it is made from, such as `migration`. */
  readonly preset?: string;
  /** The environment it was resolved for. */
  readonly environment?: string;
  /** Exporters; their targets stand in `targets`, their metrics in `metrics`. */
  readonly exporters?: readonly ResolvedExporter[];
  readonly slos?: readonly ResolvedSlo[];
  readonly inhibitions?: readonly Inhibition[];
  /** Times that routes name. */
  readonly timeIntervals?: readonly TimeInterval[];
  /** Name of the receiver that is told what another one refused. */
  readonly fallback?: string;
  /** URLs (`http://host:port`) of Alertmanagers that are told instead of the receivers. */
  readonly alertmanagers?: readonly string[];
  /** How often each receiver gets a test message; never where absent. */
  readonly testEveryMs?: number;
  readonly proof?: ResolvedProofPlan;
  /** Where generated files go. */
  readonly layout?: ResolvedLayout;
  /** Ports, volumes, retention and limits of the generated stack. */
  readonly stack?: ResolvedStack;
  readonly logs?: ResolvedLogs;
  /** Metrics that the station makes of log records; they stand in `metrics` too. */
  readonly logMetrics?: readonly ResolvedLogMetric[];
  readonly traces?: ResolvedTraces;
  readonly health?: ResolvedHealth;
  /** Services of a workspace, whose name is then `service`; absent for a single service. */
  readonly services?: readonly ResolvedService[];
  /** File the definition came from, where known. */
  readonly file?: string;
}
