import type { Secret } from '@telltale/model';

/** A receiver of OTLP over HTTP: a Collector, Jaeger, Tempo, another station. */
export interface OtlpForward {
  readonly kind: 'otlp';
  /** Of an address without a path, `/v1/logs` or `/v1/traces` is used. */
  readonly url: string;
  /** Headers of each request; what is secret is named. */
  readonly headers?: Readonly<Record<string, string | Secret>>;
}

/** Elasticsearch, or what takes its `_bulk` requests. */
export interface ElasticsearchForward {
  readonly kind: 'elasticsearch';
  readonly url: string;
  /** Index (one a day) or data stream (`logs-…`). Default: the data stream `logs-<service>-default` of each service. */
  readonly index?: string;
  readonly apiKey?: Secret;
  readonly username?: string;
  readonly password?: Secret;
}

/** Where else logs and traces go that the station takes in. */
export interface ForwardSettings {
  readonly logs?: readonly (OtlpForward | ElasticsearchForward)[];
  readonly traces?: readonly OtlpForward[];
  /** The most that waits on disk for each of them; beyond, the oldest are dropped. Default: 1 GiB. */
  readonly spoolBytes?: number;
}
