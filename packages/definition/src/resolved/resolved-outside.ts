import type { RelabelRule, Secret } from '@telltale/model';
import type { ResolvedScrapeAccess } from './resolved-scrape.ts';

/** A receiver of OTLP over HTTP. */
export interface ResolvedOtlpForward {
  readonly kind: 'otlp';
  /** Of an address without a path, `/v1/logs` or `/v1/traces` is used. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string | Secret>>;
}

/** Elasticsearch. */
export interface ResolvedElasticsearchForward {
  readonly kind: 'elasticsearch';
  readonly url: string;
  /** Index (one a day) or data stream (`logs-…`). Default: the data stream of each service. */
  readonly index?: string;
  readonly apiKey?: Secret;
  readonly username?: string;
  readonly password?: Secret;
}

/** A server that takes Prometheus remote write 1.0. */
export interface ResolvedMetricsForward {
  /** Names it in figures, and how far it is in the data folder. Default: its address. */
  readonly name?: string;
  /** With its path: `http://mimir:9009/api/v1/push`. */
  readonly url: string;
  readonly access: ResolvedScrapeAccess;
  /** Added to each series that has no such label. */
  readonly externalLabels: Readonly<Record<string, string>>;
  /** Steps for the labels of each series, after that. */
  readonly writeRelabel: readonly RelabelRule[];
  /** Samples in a request. */
  readonly maxSamplesPerSend: number;
  /** Requests at once. */
  readonly maxShards: number;
  /** How long samples wait for more of them. */
  readonly maxWaitMs: number;
}

/** What a destination of metrics has where nothing is said. */
export const DEFAULT_METRICS_FORWARD: Omit<ResolvedMetricsForward, 'url'> = {
  access: {},
  externalLabels: {},
  writeRelabel: [],
  maxSamplesPerSend: 2000,
  maxShards: 8,
  maxWaitMs: 5000,
};

/** Where else metrics, logs and traces go that a station takes in. */
export interface ResolvedForward {
  readonly metrics?: readonly ResolvedMetricsForward[];
  readonly logs?: readonly (ResolvedOtlpForward | ResolvedElasticsearchForward)[];
  readonly traces?: readonly ResolvedOtlpForward[];
  /** The most that waits on disk for each destination. Default: 1 GiB. */
  readonly spoolBytes?: number;
}

/** A ClickHouse that keeps logs and traces. */
export interface ResolvedClickHouse {
  /** `clickhouse://user@host:8123/database?create=true`. */
  readonly url: string;
  /** Default: the variable `TELLTALE_CLICKHOUSE_PASSWORD`. */
  readonly password?: Secret;
}

/** Where a trace or logs may be opened that were forwarded. */
export interface ResolvedOpenIn {
  readonly jaeger?: string;
  /** With the uid of the data source. Default: `tempo`. */
  readonly grafana?: { readonly url: string; readonly tempo?: string };
  /** With the id of the data view. Default: Kibana's own. */
  readonly kibana?: { readonly url: string; readonly dataView?: string };
}
