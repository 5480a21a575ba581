import type { Secret } from '@telltale/model';

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

/** Where else logs and traces go that a station takes in. */
export interface ResolvedForward {
  readonly logs?: readonly (ResolvedOtlpForward | ResolvedElasticsearchForward)[];
  readonly traces?: readonly ResolvedOtlpForward[];
  /** The most that waits on disk for each of them. Default: 1 GiB. */
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
