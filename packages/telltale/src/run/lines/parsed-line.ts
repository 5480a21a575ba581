import type { Attributes } from '@telltale/model';

/** What a line of a program says; what it does not say is absent. */
export interface ParsedLine {
  readonly message: string;
  /** OpenTelemetry's number; 0 where nobody knows. */
  readonly severity: number;
  /** The severity in the program's own words. */
  readonly severityText?: string;
  readonly timeMs?: number;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly logger?: string;
  readonly service?: string;
  readonly attributes: Attributes;
  /** What it says of the program that wrote it. */
  readonly resource: Attributes;
}
