import type { Span } from './span.ts';

/** What the order of spans depends on. */
export type OrderedSpan = Pick<Span, 'spanId' | 'parentSpanId' | 'startMs'>;

/** Spans of a trace by their begin; of those that begin together, parents first. */
export function orderSpans<S extends OrderedSpan>(spans: readonly S[]): S[] {
  const depths = depthsOf(spans);
  const depth = (span: S) => depths.get(span.spanId) ?? 0;
  return [...spans].sort(
    (a, b) => a.startMs - b.startMs || depth(a) - depth(b) || (a.spanId < b.spanId ? -1 : 1),
  );
}

/** How many parents each span has. Those that go round in a circle have some number of them. */
function depthsOf(spans: readonly OrderedSpan[]): ReadonlyMap<string, number> {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const depths = new Map<string, number>();
  for (const span of spans) {
    const path = new Set<OrderedSpan>();
    let at: OrderedSpan | undefined = span;
    while (at && !path.has(at) && !depths.has(at.spanId)) {
      path.add(at);
      at = at.parentSpanId === undefined ? undefined : byId.get(at.parentSpanId);
    }
    let depth = at ? (depths.get(at.spanId) ?? 0) + 1 : 0;
    for (const { spanId } of [...path].toReversed()) depths.set(spanId, depth++);
  }
  return depths;
}
