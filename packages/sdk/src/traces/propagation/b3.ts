import type { RemoteParent } from './remote-parent.ts';
import { remoteParent } from './remote-parent.ts';

/** The header of B3 in one. */
export const B3_SINGLE = 'b3';
/** The headers of B3 in several. */
export const B3_TRACE_ID = 'x-b3-traceid';
export const B3_SPAN_ID = 'x-b3-spanid';
export const B3_SAMPLED = 'x-b3-sampled';
const B3_FLAGS = 'x-b3-flags';

const SAMPLED: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['d', true],
  ['true', true],
  ['0', false],
  ['false', false],
]);

/** Reads `traceid-spanid-sampled-parentspanid`, of which the last two may be missing. */
export function parseB3Single(header: string): RemoteParent | undefined {
  const [traceId, spanId, sampled, parentId, more] = header.trim().split('-', 5);
  if (spanId === undefined || more !== undefined || (sampled !== undefined && !SAMPLED.has(sampled))) {
    return undefined;
  }
  if (parentId !== undefined && !/^[0-9a-f]{1,16}$/i.test(parentId)) return undefined;
  return remoteParent(traceId, spanId, SAMPLED.get(sampled));
}

/** Reads B3 of several headers; `get` gives the text of one. */
export function parseB3Multi(get: (name: string) => string | undefined): RemoteParent | undefined {
  const traceId = get(B3_TRACE_ID);
  const spanId = get(B3_SPAN_ID);
  if (traceId === undefined || spanId === undefined) return undefined;
  const isDebug = get(B3_FLAGS)?.trim() === '1';
  const isSampled = isDebug || SAMPLED.get(get(B3_SAMPLED)?.trim().toLowerCase() ?? '');
  return remoteParent(traceId.trim(), spanId.trim(), isSampled);
}
