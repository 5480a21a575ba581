import type { Span } from './span.ts';

/** Spans of a trace by their begin; of those that begin together, parents first. */
export function orderSpans(spans: readonly Span[]): Span[] {
  const depths = depthsOf(spans);
  const depth = (span: Span) => depths.get(span.spanId) ?? 0;
  return [...spans].sort(
    (a, b) => a.startMs - b.startMs || depth(a) - depth(b) || (a.spanId < b.spanId ? -1 : 1),
  );
}

/** How many parents each span has. Those that go round in a circle have some number of them. */
function depthsOf(spans: readonly Span[]): ReadonlyMap<string, number> {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const depths = new Map<string, number>();
  for (const span of spans) {
    const path = new Set<Span>();
    let at: Span | undefined = span;
    while (at && !path.has(at) && !depths.has(at.spanId)) {
      path.add(at);
      at = at.parentSpanId === undefined ? undefined : byId.get(at.parentSpanId);
    }
    let depth = at ? (depths.get(at.spanId) ?? 0) + 1 : 0;
    for (const { spanId } of [...path].toReversed()) depths.set(spanId, depth++);
  }
  return depths;
}
