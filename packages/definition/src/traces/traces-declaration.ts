import type { Duration } from '../time/duration.ts';

/** How the trace that a request belongs to is told in its headers. */
export type PropagationFormat = 'w3c' | 'b3' | 'b3-single' | 'jaeger';

/** The service's traces. */
export interface TracesDeclaration {
  /** On by default where the section is there. */
  readonly enabled?: boolean;
  /** Share of the traces that is kept, from 0 to 1; all by default. */
  readonly ratio?: number;
  /** Whether traces with an error are kept whatever the share; yes by default. */
  readonly keepErrors?: boolean;
  /** Traces that take as long are kept whatever the share; 1s by default. */
  readonly slowerThan?: Duration;
  /**
   * Who takes the spans: `otlp` (default) is a station or a collector, `jaeger` and `tempo` are these themselves.
   * All of them are sent OTLP.
   */
  readonly exporter?: 'otlp' | 'jaeger' | 'tempo';
  /**
   * Whether whoever takes the spans decides which traces are kept, when they have ended: then all are sent. By
   * default yes of `otlp`, no of `jaeger` and `tempo`, which keep what they are sent: there the service sends the
   * share, and of the other traces its own part where that has an error or is slow.
   */
  readonly tailSampling?: boolean;
  /** OTLP over HTTP; `http://127.0.0.1:4318` by default. */
  readonly endpoint?: string;
  /** `service.name`; the definition's service by default. */
  readonly serviceName?: string;
  /** Formats that outgoing requests are told their trace in; `w3c` by default. All of them are read. */
  readonly propagation?: readonly PropagationFormat[];
}
