/** The service's traces. */
export interface TracesDeclaration {
  /** On by default where the section is there. */
  readonly enabled?: boolean;
  /** Share of the traces that is kept, from 0 to 1; all by default. */
  readonly ratio?: number;
  /** Whether traces with an error are kept whatever the share; yes by default. */
  readonly keepErrors?: boolean;
  /** OTLP over HTTP; `http://127.0.0.1:4318` by default. */
  readonly endpoint?: string;
  /** `service.name`; the definition's service by default. */
  readonly serviceName?: string;
}
