import type { RemoteParent } from './remote-parent.ts';
import { remoteParent } from './remote-parent.ts';

/** The header of Jaeger's own format. */
export const UBER_TRACE_ID = 'uber-trace-id';

const FLAG_SAMPLED = 1;
const MAX_FLAGS_DIGITS = 2;

/** Reads `traceid:spanid:parentid:flags`, in which ids may lack their leading zeros; clients also encode the colons. */
export function parseUberTraceId(header: string): RemoteParent | undefined {
  const [traceId, spanId, , flags, more] = header.trim().replaceAll(/%3a/gi, ':').split(':', 5);
  if (flags === undefined || more !== undefined) return undefined;
  if (flags.length > MAX_FLAGS_DIGITS || !/^[0-9a-f]+$/i.test(flags)) return undefined;
  return remoteParent(traceId, spanId, (Number.parseInt(flags, 16) & FLAG_SAMPLED) !== 0);
}
