import type { ServiceCall } from '@telltale/model';
import type { SpanHead } from '../codec/fragment.ts';

/** Spans of a trace that are kept together, as many as are read at once. */
export interface KeptPart {
  readonly fragments: readonly Uint8Array[];
  readonly heads: readonly SpanHead[];
}

/** What has become of a trace, or of what came of it after it was decided on before. */
export interface DecidedTrace {
  readonly traceId: string;
  /** All spans that are new, also those that are not kept: they are counted. */
  readonly heads: readonly SpanHead[];
  readonly calls: readonly ServiceCall<SpanHead>[];
  /** None where the trace is not kept. */
  readonly parts: readonly KeptPart[];
  /** Attributes of the programs of kept spans, as JSON, by their hashes. */
  readonly resources: ReadonlyMap<string, string>;
  /** Whether parts of it are in files already. */
  readonly isContinued: boolean;
}
