import type { Secret } from '@telltale/model';
import type { ByteSize } from '../size/byte-size.ts';
import type { RelabelDeclaration } from '../targets/relabel-declaration.ts';
import type { ScrapeAccessDeclaration } from '../targets/scrape-access-declaration.ts';
import type { Duration } from '../time/duration.ts';

/**
 * A server that takes Prometheus remote write 1.0: Prometheus, Mimir, Thanos, VictoriaMetrics, another station.
 *
 * @example
 * ```ts
 * import { defineMonitoring } from '@telltale/sdk/define';
 *
 * export default defineMonitoring({
 *   service: 'shop',
 *   station: {
 *     forward: {
 *       metrics: [
 *         {
 *           url: 'https://mimir.example/api/v1/push',
 *           headers: { 'X-Scope-OrgID': 'shop' },
 *           externalLabels: { cluster: 'eu-1' },
 *           writeRelabel: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
 *         },
 *       ],
 *     },
 *   },
 * });
 * ```
 */
export interface MetricsForwardDeclaration extends Omit<ScrapeAccessDeclaration, 'followRedirects'> {
  /** Shown in figures, and what it is known by over restarts; its address by default. */
  readonly name?: string;
  /** With its path: `/api/v1/write` for Prometheus and VictoriaMetrics, `/api/v1/push` for Mimir. */
  readonly url: string;
  /** Added to each series that has no such label. */
  readonly externalLabels?: Readonly<Record<string, string>>;
  /** Steps for the labels of each series, after that; what they drop is not sent. */
  readonly writeRelabel?: readonly RelabelDeclaration[];
  /** Samples in a request, 2000 by default. */
  readonly maxSamplesPerSend?: number;
  /** Requests at once, 8 by default. */
  readonly maxShards?: number;
  /** How long samples wait for more of them, `5s` by default. */
  readonly maxWait?: Duration;
}

/** A receiver of OTLP over HTTP that the station sends on to: a Collector, Jaeger, Tempo, another station. */
export interface OtlpForwardDeclaration {
  readonly kind: 'otlp';
  /** Of an address without a path, `/v1/logs` or `/v1/traces` is used. */
  readonly url: string;
  /** Headers of each request; what is secret is named. */
  readonly headers?: Readonly<Record<string, string | Secret>>;
}

/** Elasticsearch, or what takes its `_bulk` requests. */
export interface ElasticsearchForwardDeclaration {
  readonly kind: 'elasticsearch';
  readonly url: string;
  /** Index (one a day) or data stream (`logs-…`); the data stream of each service by default. */
  readonly index?: string;
  readonly apiKey?: Secret;
  readonly username?: string;
  readonly password?: Secret;
}

/** Where else the metrics, logs and traces go that a station takes in. */
export interface ForwardDeclaration {
  readonly metrics?: readonly MetricsForwardDeclaration[];
  readonly logs?: readonly (OtlpForwardDeclaration | ElasticsearchForwardDeclaration)[];
  readonly traces?: readonly OtlpForwardDeclaration[];
  /** The most that waits on disk for each destination, 1GB by default; beyond, the oldest are dropped and counted. */
  readonly spoolSize?: ByteSize;
}

/** A ClickHouse that keeps logs and traces in place of the station's data folder. */
export interface ClickHouseDeclaration {
  /**
   * `clickhouse://user@host:8123/database`, or `clickhouses://` for TLS; with `?create=true` the tables of the
   * OpenTelemetry Collector are created where they are missing.
   */
  readonly url: string;
  /** The variable `TELLTALE_CLICKHOUSE_PASSWORD` by default. */
  readonly password?: Secret;
}

/** Where pages offer to open a trace or logs that were forwarded: addresses for browsers. */
export interface OpenInDeclaration {
  /** Jaeger's pages: `http://jaeger:16686`. */
  readonly jaeger?: string;
  /** Grafana, and the uid of its data source for Tempo, `tempo` by default. */
  readonly grafana?: { readonly url: string; readonly tempo?: string };
  /** Kibana, and the id of the data view to search in; its own default by default. */
  readonly kibana?: { readonly url: string; readonly dataView?: string };
}
