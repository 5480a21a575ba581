import type { Secret } from '@telltale/model';
import type { ByteSize } from '../size/byte-size.ts';

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

/** Where else the logs and traces go that a station takes in. */
export interface ForwardDeclaration {
  readonly logs?: readonly (OtlpForwardDeclaration | ElasticsearchForwardDeclaration)[];
  readonly traces?: readonly OtlpForwardDeclaration[];
  /** The most that waits on disk for each of them, 1GB by default; beyond, the oldest are dropped and counted. */
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
