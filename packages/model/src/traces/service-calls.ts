import { attributeText } from '../attributes/attribute-text.ts';
import type { Span } from './span.ts';

/** What says that a span is a call. */
export type CallSpan = Pick<Span, 'spanId' | 'parentSpanId' | 'service'>;

/** A call of one service by another, or of what reports no spans: a database, a queue, somebody else's API. */
export interface ServiceCall<S extends CallSpan> {
  readonly caller: string;
  readonly callee: string;
  /** Where it is counted, with its status and duration: the callee's span, or the caller's where there is no other. */
  readonly span: S;
}

/** Names of what is called, by how well they name it; databases go before addresses, which are of machines. */
export const PEER_ATTRIBUTES: readonly string[] = [
  'peer.service',
  'db.system.name',
  'db.system',
  'messaging.system',
  'server.address',
  'net.peer.name',
];

/**
 * The calls between services in spans of a trace.
 *
 * A span whose parent is of another service is a call of its service by that one. A client or producer that has no
 * child of another service is a call of the peer that its attributes name, as {@link peerOf} has it.
 *
 * @param spans - each once.
 * @param peerOf - the name of what a span calls.
 */
export function serviceCalls<S extends CallSpan>(
  spans: readonly S[],
  peerOf: (span: S) => string | undefined,
): ServiceCall<S>[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const answered = new Set<S>();
  const calls: ServiceCall<S>[] = [];
  for (const span of spans) {
    const parent = span.parentSpanId === undefined ? undefined : byId.get(span.parentSpanId);
    if (!parent || parent.service === span.service) continue;
    answered.add(parent);
    calls.push({ caller: parent.service, callee: span.service, span });
  }
  for (const span of spans) {
    const peer = answered.has(span) ? undefined : peerOf(span);
    if (peer !== undefined && peer !== span.service) {
      calls.push({ caller: span.service, callee: peer, span });
    }
  }
  return calls;
}

/**
 * What a client or producer calls, by the first of its attributes `peer.service`, `db.system.name`, `db.system`,
 * `messaging.system`, `server.address` and `net.peer.name` that is not empty; nothing for spans of other kinds.
 */
export function peerOf({ kind, attributes }: Pick<Span, 'kind' | 'attributes'>): string | undefined {
  if (kind !== 'client' && kind !== 'producer') return undefined;
  for (const name of PEER_ATTRIBUTES) {
    const peer = attributeText(attributes, name);
    if (peer !== undefined && peer !== '') return peer;
  }
  return undefined;
}

/** Whether a service is entered by a span: by a server or consumer, or the root of a trace. */
export function isEntrySpan({ kind, parentSpanId }: Pick<Span, 'kind' | 'parentSpanId'>): boolean {
  return kind === 'server' || kind === 'consumer' || parentSpanId === undefined;
}
