import type {
  LogContext,
  LogCount,
  LogField,
  LogPage,
  OperationStats,
  ServiceEdge,
  Trace,
  TraceSummary,
} from '@telltale/model';

/**
 * What the station says over HTTP beyond Prometheus' and Alertmanager's APIs: the types of
 * `/api/telltale/*`. The web pages are built on this file alone.
 */

/** `GET /api/telltale/status` */
export interface StatusResponse {
  readonly version: string;
  readonly startedAtMs: number;
  readonly nowMs: number;
  /** Name of the defined service, or the empty string without a definition. */
  readonly service: string;
  readonly seriesCount: number;
  /** Samples accepted per second over the last minute. */
  readonly samplesPerSecond: number;
  readonly residentBytes: number;
  readonly storageBytes: number;
  readonly evaluationIntervalMs: number;
  /** What the definition says of pages; `null` where it says nothing. */
  readonly ui: {
    /** How often pages ask again. */
    readonly refreshMs: number | null;
    /** The time that pages show at first. */
    readonly rangeMs: number | null;
  };
  /** `null` where the station reads what it stores itself. */
  readonly remote: RemoteView | null;
}

/** The server that a station in remote mode reads from; it evaluates the rules, too. */
export interface RemoteView {
  /** Host and port. */
  readonly host: string;
  /** `null` before it was first asked. */
  readonly isUp: boolean | null;
  /** Since when it does not answer; `null` where it does. */
  readonly failingSinceMs: number | null;
  /** Why not; empty where it does. */
  readonly lastError: string;
  /** Whether the station scrapes nevertheless, to send it on. */
  readonly scrapes: boolean;
}

/** `GET /api/telltale/capacity`: what the data folder holds, and how much it may. */
export interface CapacityResponse {
  readonly series: number;
  /** Samples accepted per second over the last minute. */
  readonly samplesPerSecond: number;
  readonly blockSamples: number;
  /** What the blocks, their index and the catalog take: the data folder without the log. */
  readonly blockBytes: number;
  readonly walBytes: number;
  readonly diskBytes: number;
  /** `null` where the system does not say. */
  readonly diskFreeBytes: number | null;
  readonly retentionMs: number;
  /** `null` without a limit. */
  readonly retentionBytes: number | null;
  readonly logs: SignalCapacity;
  readonly traces: SignalCapacity;
  /** What one station was measured with, and how much of that is used. */
  readonly envelope: readonly ResourceUse[];
}

/** Use of something that one station has a measured limit of. */
export interface ResourceUse {
  readonly resource: 'series' | 'samples_per_second' | 'log_records_per_second' | 'spans_per_second';
  /** Rates are the mean of the last minute. */
  readonly used: number;
  readonly limit: number;
  readonly ratio: number;
  /** Whether it is time to prepare for more: from seven tenths on. */
  readonly isNearlyFull: boolean;
  /** How the limit was measured. */
  readonly measured: string;
}

/** What is kept of logs or traces. */
export interface SignalCapacity {
  /** Log records, or spans. */
  readonly records: number;
  readonly bytes: number;
  /** When the oldest of them is from; `null` where nothing is kept. */
  readonly oldestMs: number | null;
}

/** One query of a panel. */
export interface PanelQuery {
  readonly query: string;
  /** Legend with `{{label}}` placeholders; empty means the labels themselves. */
  readonly legend: string;
}

/** One chart or figure. */
export interface Panel {
  readonly title: string;
  readonly kind: 'timeseries' | 'stat';
  /** `seconds`, `bytes`, `ratio`, `per_second`, `bytes_per_second` or empty. */
  readonly unit: string;
  readonly description?: string;
  readonly queries: readonly PanelQuery[];
  readonly threshold?: number;
}

/** Panels that belong together. */
export interface Dashboard {
  readonly slug: string;
  readonly title: string;
  /** Where it came from: the definition, a built-in, or generated from what was scraped. */
  readonly origin: 'definition' | 'host' | 'station' | 'scraped';
  readonly panels: readonly Panel[];
}

/** `GET /api/telltale/dashboards`: in the order to be shown. */
export interface DashboardsResponse {
  readonly dashboards: readonly Dashboard[];
}

/** `POST /api/telltale/query_batch`: answered as NDJSON, one {@link BatchResult} a line, in any order. */
export interface BatchRequest {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly queries: readonly { readonly id: string; readonly query: string }[];
}

/** One series of a batch result. */
export interface BatchSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** One value per timestamp of the result; `null` where there is no point. */
  readonly values: readonly (number | null)[];
}

/** The answer to one query of a batch; one that fails spoils no other. */
export type BatchResult =
  | {
      readonly id: string;
      readonly ok: true;
      /** Milliseconds; shared by all series. */
      readonly timestamps: readonly number[];
      readonly series: readonly BatchSeries[];
    }
  | { readonly id: string; readonly ok: false; readonly error: string };

/** Whether the last scrape succeeded; `unknown` before the first. */
export type TargetHealth = 'up' | 'down' | 'unknown';

/** A scraped target and its newest scrapes. */
export interface TargetView {
  readonly job: string;
  readonly instance: string;
  readonly url: string;
  readonly health: TargetHealth;
  /** Why the last scrape failed; empty when it did not. */
  readonly lastError: string;
  readonly lastScrapeMs: number | null;
  readonly lastDurationMs: number | null;
  readonly samples: number;
  readonly bodyBytes: number;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Outcome of the newest scrapes, oldest first: true is up. At most 60. */
  readonly recent: readonly boolean[];
}

/** `GET /api/telltale/targets` */
export interface TargetsResponse {
  readonly targets: readonly TargetView[];
}

/** A place where targets of a job are looked for, and how that goes. */
export interface DiscoveryPlaceView {
  readonly mechanism: 'file' | 'http' | 'dns';
  /** The files, the URL or the names. */
  readonly place: string;
  readonly refreshMs: number;
  /** When it was last looked without any error; `null` for never. */
  readonly lastRefreshMs: number | null;
  /** What went wrong the last time; empty when nothing did. The targets found before count on. */
  readonly error: string;
  /** Targets that are known, before relabelling. */
  readonly targets: number;
  readonly refreshes: number;
  readonly failures: number;
}

/** Finding the targets of a job. */
export interface JobDiscoveryView {
  readonly job: string;
  /** Targets that are scraped. */
  readonly active: number;
  /** Targets that relabelling dropped. */
  readonly dropped: number;
  /** Targets that cannot be scraped. */
  readonly invalid: number;
  /** What is wrong with the first of them; empty where there is none. */
  readonly invalidReason: string;
  /** Why none of its targets is scraped; empty where they are. */
  readonly fault: string;
  /** None for a job whose addresses are written out. */
  readonly places: readonly DiscoveryPlaceView[];
}

/** `GET /api/telltale/discovery` */
export interface DiscoveryResponse {
  readonly jobs: readonly JobDiscoveryView[];
}

/** State of a rule: the worst of its alerts. */
export type AlertState = 'inactive' | 'pending' | 'firing';

/** One pending or firing alert of a rule. */
export interface AlertInstanceView {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
  readonly activeAtMs: number;
  readonly value: number;
}

/** One alerting rule with its present alerts. */
export interface AlertRuleView {
  readonly name: string;
  readonly group: string;
  readonly query: string;
  readonly forMs: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The worst state of its alerts. */
  readonly state: AlertState;
  readonly alerts: readonly AlertInstanceView[];
  readonly lastEvaluationMs: number | null;
  readonly lastDurationMs: number | null;
  readonly lastError: string;
  /** Where the rule was written, `file:line`; empty where not known. */
  readonly source: string;
  /** State changes of the last day, newest first. At most 50. */
  readonly history: readonly AlertTransition[];
}

/** A change of state of one alert. */
export interface AlertTransition {
  readonly atMs: number;
  readonly to: AlertState;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One attempt to deliver a notification. */
export interface NotificationView {
  readonly atMs: number;
  readonly receiver: string;
  readonly integration: string;
  /** Name of the receiver in whose place this one was told; empty where it was told for itself. */
  readonly fallbackFor: string;
  readonly groupKey: string;
  /** Equal over all attempts of one message. */
  readonly messageId: string;
  readonly status: 'firing' | 'resolved';
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alertNames: readonly string[];
  readonly outcome: 'delivered' | 'retrying' | 'failed';
  readonly attempts: number;
  readonly durationMs: number;
  readonly error: string;
}

/** `GET /api/telltale/alerts` */
export interface AlertsResponse {
  readonly rules: readonly AlertRuleView[];
  /** Newest first. At most 50. */
  readonly notifications: readonly NotificationView[];
}

/**
 * `GET /api/telltale/events`: server-sent events. Each event's name says what changed; its data is
 * empty JSON, the page then asks the resource again. `hello` is sent once on connection.
 */
export type StationEvent = 'hello' | 'alerts' | 'targets' | 'dashboards' | 'notifications';

/** `POST /api/telltale/receivers/test` */
export interface ReceiverTestRequest {
  /** Name of the only receiver to be tested. Default: all are. */
  readonly receiver?: string;
}

/** What became of a test message to one way of telling a receiver. */
export interface ReceiverTestView {
  readonly receiver: string;
  /** `webhook`, `slack`, `email` or `pagerduty`. */
  readonly integration: string;
  readonly isDelivered: boolean;
  /** Why not, as a word of Alertmanager; empty when delivered. */
  readonly reason: string;
  readonly error: string;
  readonly durationMs: number;
  /** What was sent. */
  readonly message: unknown;
}

/** `POST /api/telltale/receivers/preview` */
export interface MessagePreviewRequest {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Name of the only receiver of interest. Default: all are. */
  readonly receiver?: string;
}

/** What a receiver would be sent. */
export interface MessagePreview {
  readonly receiver: string;
  readonly integration: string;
  readonly message: unknown;
}

/** What answers about logs and traces are made of. */
export type {
  Attributes,
  LogRecord,
  SeverityName,
  Span,
  SpanEvent,
  SpanKind,
  SpanStatus,
  StoredLogRecord,
  TraceSummary,
} from '@telltale/model';

/** `GET /api/telltale/logs`; the next page comes with `after` and the id of the last record. */
export type LogsResponse = LogPage;

/** `GET /api/telltale/logs/counts` */
export interface LogCountsResponse {
  readonly stepMs: number;
  /** Steps without records are left out. */
  readonly counts: readonly LogCount[];
}

/** `GET /api/telltale/logs/fields`: of the newest records, the most frequent field first. */
export interface LogFieldsResponse {
  readonly fields: readonly LogField[];
}

/** `GET /api/telltale/logs/context`: what the same service logged around a record. */
export type LogContextResponse = LogContext;

/**
 * `GET /api/telltale/logs/tail`: server-sent events. `hello` is sent once; `records` has {@link LogRecord}s, the
 * oldest first; `dropped` has a {@link LogTailGap}.
 */
export type LogTailEvent = 'hello' | 'records' | 'dropped';

/** Records that are missing from a tail, because the client was slower than they came. */
export interface LogTailGap {
  readonly dropped: number;
}

/** `GET /api/telltale/traces` */
export interface TracesResponse {
  readonly traces: readonly TraceSummary[];
}

/** `GET /api/telltale/traces/{id}` */
export type TraceResponse = Trace;

/** `GET /api/telltale/traces/services` */
export interface TraceServicesResponse {
  readonly services: readonly { readonly service: string; readonly operations: readonly string[] }[];
}

/** How often, how well and how fast: of a service, an operation or a way between two services. */
export interface RedFigures {
  readonly calls: number;
  readonly errors: number;
  /** Calls in a second, on average over the range. */
  readonly ratePerSecond: number;
  /** Errors of the calls, from 0 to 1. */
  readonly errorShare: number;
}

/** A service, or a peer that reports nothing itself, such as a database. */
export interface ServiceNode extends RedFigures {
  readonly service: string;
  /** Whether it is known only from those that call it. */
  readonly isPeer: boolean;
  /** `null` where it cannot be told: of a peer that several services call. */
  readonly durationMs: { readonly mean: number | null; readonly p95: number | null };
}

/** Calls of one service by another. */
export interface ServiceCalls extends RedFigures {
  readonly caller: string;
  readonly callee: string;
  readonly durationMs: ServiceEdge['durationMs'];
}

/** `GET /api/telltale/traces/map`: the busiest first. */
export interface ServiceMapResponse {
  readonly nodes: readonly ServiceNode[];
  readonly edges: readonly ServiceCalls[];
}

/** `GET /api/telltale/traces/operations`: the busiest first. */
export interface TraceOperationsResponse {
  readonly operations: readonly (OperationStats & RedFigures)[];
}

/** Figures of an operation in one of two sets of traces. */
export interface ComparedFigures {
  readonly calls: number;
  readonly errors: number;
  /** Calls in a second of the range, or in each trace: see {@link TraceComparisonResponse.callsPer}. */
  readonly frequency: number;
  readonly durationMs: { readonly p50: number; readonly p95: number };
}

/** An operation in two sets; `null` where a set has none of it. */
export interface ComparedOperation {
  readonly service: string;
  readonly operation: string;
  readonly selection: ComparedFigures | null;
  readonly baseline: ComparedFigures | null;
}

/** A value of an attribute that one of two sets has more often than chance explains. */
export interface ComparedAttribute {
  /** `service`, `operation`, `status`, an attribute, or one of the program with `resource.` in front. */
  readonly field: string;
  readonly value: string;
  /** Traces that have it, from 0 to 1. */
  readonly selection: number;
  readonly baseline: number;
}

/** What was compared of a set. */
export interface ComparedSet {
  /** Traces that were looked at, the newest ones. */
  readonly traces: number;
  /** Whether these are all there are. */
  readonly isComplete: boolean;
}

/** `GET /api/telltale/traces/compare` */
export interface TraceComparisonResponse {
  readonly selection: ComparedSet;
  readonly baseline: ComparedSet;
  /**
   * What operations are counted over: all calls of both ranges, or where a query selects, those in the traces that
   * were looked at.
   */
  readonly callsPer: 'second' | 'trace';
  /** The busiest first. */
  readonly operations: readonly ComparedOperation[];
  /** Those of the selection first that differ most. */
  readonly attributes: readonly ComparedAttribute[];
}

/** A way to see elsewhere what was forwarded. */
export interface OpenInLink {
  readonly tool: 'jaeger' | 'grafana' | 'kibana';
  /** For the text of a link: "Open in Jaeger". */
  readonly title: string;
  readonly url: string;
  /** Whether the tool shows the same; otherwise it shows more, since it cannot be asked for all of the query. */
  readonly isExact: boolean;
}

/** `GET /api/telltale/open-in` */
export interface OpenInResponse {
  /** None where nothing is configured. */
  readonly links: readonly OpenInLink[];
}

/** How it goes with a destination; all counts are of samples, records or spans since the start. */
export interface ForwarderFigures {
  /** Protocol and address, without secrets. */
  readonly destination: string;
  /** On disk, and not sent; of samples an estimate by the bytes of the log. */
  readonly waiting: number;
  readonly waitingBytes: number;
  readonly sent: number;
  /** The destination did not take them and never will. */
  readonly rejected: number;
  /** There was no room on disk for them, or nobody knows their labels any more. */
  readonly dropped: number;
  /** How long the oldest that waits has waited. */
  readonly lagMs: number;
  /** Since when no attempt succeeds; nothing where the last one did. */
  readonly failingSinceMs?: number;
  /** Why the last attempt failed, or what was wrong with what was sent. */
  readonly lastError?: string;
}

/** How it goes with a destination of metrics. */
export interface MetricsForwarderFigures extends ForwarderFigures {
  /** Where they are sent, without secrets. */
  readonly url: string;
  /** When the newest that the station has came in. */
  readonly newestMs?: number;
  /** In requests that failed and come again. */
  readonly retried: number;
  /** Size of the requests that were taken, before compression. */
  readonly sentBytes: number;
  /** Requests at once, now and at the most. */
  readonly shards: number;
  readonly maxShards: number;
  /** Time of the newest sample that was sent. */
  readonly highestSentMs?: number;
}

/** `GET /api/telltale/forward` */
export interface ForwardResponse {
  readonly forwarders: readonly (
    | (ForwarderFigures & { readonly signal: 'logs' | 'traces' })
    | (MetricsForwarderFigures & { readonly signal: 'metrics' })
  )[];
}
