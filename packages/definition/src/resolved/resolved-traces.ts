/** The service's traces. */
export interface ResolvedTraces {
  readonly enabled: boolean;
  /** Share of the traces that is kept, from 0 to 1. */
  readonly ratio: number;
  /** Whether traces with an error are kept whatever the share; decided by the collector, after their end. */
  readonly keepErrors: boolean;
  /** OTLP over HTTP. */
  readonly endpoint: string;
  readonly serviceName: string;
}
