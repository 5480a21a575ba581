import type { FieldOperator } from '../search/field-operator.ts';
import type { SpanStatus } from './span.ts';

/** A condition on an attribute of a span, or with `resource.` in front, of its program; compared as of log records. */
export interface SpanCondition {
  readonly field: string;
  readonly operator: FieldOperator;
  readonly value: string;
}

/** Which spans make a trace one that is wanted: all that is said holds for one of them. */
export interface TraceQuery {
  readonly service?: string;
  /** Name of the span. */
  readonly operation?: string;
  readonly status?: SpanStatus;
  readonly minDurationMs?: number;
  readonly maxDurationMs?: number;
  readonly conditions?: readonly SpanCondition[];
}
