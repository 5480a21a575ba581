import type { Attributes } from '../attributes/attributes.ts';

/**
 * A record of a log, as OpenTelemetry's data model has it.
 *
 * @see https://opentelemetry.io/docs/specs/otel/logs/data-model/
 */
export interface LogRecord {
  /** When it happened: milliseconds since the epoch, with fractions to the microsecond. */
  readonly timeMs: number;
  /** 1 to 24, four for each word of `SEVERITY_NAMES`; 0 where nobody knows. */
  readonly severity: number;
  /** The severity in the program's own words, where they are others: `CRITICAL`. */
  readonly severityText?: string;
  /** `service.name`; `unknown_service` where the program does not say. */
  readonly service: string;
  /** The part of the program that logs: OpenTelemetry's scope, the name of a logger. */
  readonly logger?: string;
  /** What is told. A body that is no text is JSON here. */
  readonly message: string;
  /** 32 hexadecimal digits, lower case. */
  readonly traceId?: string;
  /** 16 hexadecimal digits, lower case. */
  readonly spanId?: string;
  readonly attributes: Attributes;
  /** What is known of the program, but for `service.name`. Records of one program share the object. */
  readonly resource: Attributes;
}
