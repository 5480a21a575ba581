import type { SpanKind, SpanStatus } from '../../traces/span.ts';

/** Kinds by their number in the protocol; 0 says nothing, which is `internal`. */
export const SPAN_KINDS: readonly SpanKind[] = [
  'internal',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
];

/** Codes of a status by their number. */
export const SPAN_STATUSES: readonly SpanStatus[] = ['unset', 'ok', 'error'];

/** The number of a kind. */
export function kindNumber(kind: SpanKind): number {
  return SPAN_KINDS.lastIndexOf(kind);
}

/** The number of a status. */
export function statusNumber(status: SpanStatus): number {
  return SPAN_STATUSES.indexOf(status);
}
