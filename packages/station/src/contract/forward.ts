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
