import type { Span } from '@telltale/station/contract';

/** A span of a trace where it stands among the others. */
export interface SpanRow {
  readonly span: Span;
  readonly depth: number;
  /** Where its bar begins and how long it is, in percent of the trace. */
  readonly fromPercent: number;
  readonly lengthPercent: number;
}

/** The spans of a trace, parents before their children; those whose parent is not there stand at the top. */
export function spanRows(spans: readonly Span[]): readonly SpanRow[] {
  const startMs = Math.min(...spans.map((span) => span.startMs));
  const lengthMs = Math.max(...spans.map((span) => span.startMs + span.durationMs)) - startMs || 1;
  return inOrder(spans).map(({ span, depth }) => ({
    span,
    depth,
    fromPercent: ((span.startMs - startMs) / lengthMs) * 100,
    lengthPercent: (span.durationMs / lengthMs) * 100,
  }));
}

interface PlacedSpan {
  readonly span: Span;
  readonly depth: number;
}

function inOrder(spans: readonly Span[]): readonly PlacedSpan[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const isTop = ({ parentSpanId }: Span): boolean => parentSpanId === undefined || !ids.has(parentSpanId);
  const children = new Map<string, Span[]>();
  for (const span of spans) {
    if (isTop(span)) continue;
    const siblings = children.get(span.parentSpanId ?? '');
    if (siblings) siblings.push(span);
    else children.set(span.parentSpanId ?? '', [span]);
  }
  const placed = new Map<Span, PlacedSpan>();
  const walk = (top: Span): void => {
    const stack: PlacedSpan[] = [{ span: top, depth: 0 }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (placed.has(next.span)) continue;
      placed.set(next.span, next);
      const depth = next.depth + 1;
      const below = children.get(next.span.spanId) ?? [];
      for (const span of below.toReversed()) stack.push({ span, depth });
    }
  };
  for (const span of spans) if (isTop(span)) walk(span);
  // Parents that go round in a circle hang from nothing.
  for (const span of spans) walk(span);
  return [...placed.values()];
}
