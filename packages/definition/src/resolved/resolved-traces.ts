import type { PropagationFormat } from '../traces/traces-declaration.ts';

/** The service's traces. */
export interface ResolvedTraces {
  readonly enabled: boolean;
  /** Share of the traces that is kept, from 0 to 1. */
  readonly ratio: number;
  /** Whether traces with an error are kept whatever the share. */
  readonly keepErrors: boolean;
  /** Traces that take as long are kept whatever the share. */
  readonly slowerThanMs: number;
  /** Whether all is sent, and whoever takes it decides what is kept; otherwise the service does. */
  readonly tailSampling: boolean;
  /** OTLP over HTTP. */
  readonly endpoint: string;
  readonly serviceName: string;
  /** Formats that outgoing requests are told their trace in. */
  readonly propagation: readonly PropagationFormat[];
}
