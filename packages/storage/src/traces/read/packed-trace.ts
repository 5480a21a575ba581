import { orderSpans } from '@telltale/model';
import type { Span, Trace } from '@telltale/model';
import { Turn } from '../../turns/turn.ts';
import { Fragment } from '../codec/fragment.ts';
import { parseResource } from '../codec/resource-hashes.ts';
import type { FoundFragment } from './trace-contents.ts';

/** A trace on its way between threads: bytes, as objects with all attributes would take ten times as long. */
export interface PackedTrace {
  readonly traceId: string;
  readonly fragments: readonly Uint8Array[];
  /** For each span of the answer its place among all of the fragments. */
  readonly order: Uint32Array;
  /** Attributes of programs as JSON, by their hashes. */
  readonly resources: ReadonlyMap<string, string>;
}

/** Packs a trace: its spans, each once, by their begin. */
export function packTrace(traceId: string, found: readonly FoundFragment[]): PackedTrace {
  const places = new Map<string, number>();
  let place = 0;
  const heads = found.flatMap(({ fragment }) =>
    fragment.heads().filter(({ spanId }) => {
      const isNew = !places.has(spanId);
      if (isNew) places.set(spanId, place);
      place++;
      return isNew;
    }),
  );
  const order = Uint32Array.from(orderSpans(heads), ({ spanId }) => places.get(spanId) ?? 0);
  const resources = new Map<string, string>();
  for (const each of found) {
    for (const hash of each.fragment.resourceHashes()) {
      if (!resources.has(hash)) resources.set(hash, each.resourceJson(hash));
    }
  }
  return { traceId, fragments: found.map(({ fragment }) => fragment.bytes.slice()), order, resources };
}

/** Unpacks a trace; other work gets its turns meanwhile. Spans of one program share its attributes. */
export async function unpackTrace(packed: PackedTrace, signal?: AbortSignal): Promise<Trace> {
  const { traceId, fragments, order } = packed;
  const resources = new Map([...packed.resources].map(([hash, json]) => [hash, parseResource(json)]));
  const all: Span[] = [];
  const turn = new Turn();
  for (const bytes of fragments) {
    all.push(...new Fragment(bytes).spans((hash) => resources.get(hash) ?? {}));
    if (turn.isOver) await turn.end(signal);
  }
  return { traceId, spans: Array.from(order, (place) => all[place]) };
}
