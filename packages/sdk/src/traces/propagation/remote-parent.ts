/** The span of another program that a request comes from. */
export interface RemoteParent {
  readonly traceId: string;
  readonly spanId: string;
  /** Whether the trace was chosen; nothing where that is left to us. */
  readonly isSampled: boolean | undefined;
}

const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;
const HEXADECIMAL = /^[0-9a-f]+$/;
const ZEROS = /^0+$/;

/** A parent of the ids in a header, where both are ids; short ones are filled up, as their formats allow. */
export function remoteParent(
  traceId: string,
  spanId: string,
  isSampled: boolean | undefined,
): RemoteParent | undefined {
  const trace = idOf(traceId, TRACE_ID_DIGITS);
  const span = idOf(spanId, SPAN_ID_DIGITS);
  return trace !== undefined && span !== undefined ? { traceId: trace, spanId: span, isSampled } : undefined;
}

function idOf(text: string, digits: number): string | undefined {
  if (text.length > digits) return undefined;
  const id = text.toLowerCase();
  return HEXADECIMAL.test(id) && !ZEROS.test(id) ? id.padStart(digits, '0') : undefined;
}
