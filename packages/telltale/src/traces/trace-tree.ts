import type { LogRecord, Span } from '@telltale/model';

/** A line of a trace: a span or a log record, below the span that it is in. */
export type TraceLine = { readonly depth: number } & (
  | {
      readonly kind: 'span';
      readonly span: Span;
      /** Whether it names a parent that is not there. */
      readonly isOrphan: boolean;
    }
  | { readonly kind: 'log'; readonly record: LogRecord }
);

/** A line whose depth is not known yet. */
type Item =
  | { readonly kind: 'span'; readonly span: Span }
  | { readonly kind: 'log'; readonly record: LogRecord };

/**
 * Puts the spans of a trace under their parents, and log records into the spans that they were logged in, by time.
 * What belongs to no span that is there stands at the top, as does one of the spans whose parents go round in a
 * circle. No call is as deep as the trace.
 */
export function traceTree(spans: readonly Span[], records: readonly LogRecord[]): readonly TraceLine[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const children = Map.groupBy(spans, ({ parentSpanId }) => byId.get(parentSpanId ?? '')?.spanId);
  const logs = Map.groupBy(records, ({ spanId }) => byId.get(spanId ?? '')?.spanId);
  /** Last first: they are taken from the end. */
  const itemsIn = (spanId: string | undefined): Item[] =>
    [
      ...(children.get(spanId) ?? []).map((span): Item => ({ kind: 'span', span })),
      ...(logs.get(spanId) ?? []).map((record): Item => ({ kind: 'log', record })),
    ].sort((a, b) => timeOf(b) - timeOf(a));
  const lines: TraceLine[] = [];
  const placed = new Set<Span>();
  const place = (items: Item[]): void => {
    const waiting = items.map((item) => ({ item, depth: 0 }));
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { item, depth } = next;
      if (item.kind === 'log') lines.push({ ...item, depth });
      else if (!placed.has(item.span)) {
        const { span } = item;
        placed.add(span);
        lines.push({ kind: 'span', span, depth, isOrphan: isOrphan(span, byId) });
        waiting.push(...itemsIn(span.spanId).map((one) => ({ item: one, depth: depth + 1 })));
      }
    }
  };
  place(itemsIn(undefined));
  // Only a circle is not reached from the top.
  for (const span of spans) place([{ kind: 'span', span }]);
  return lines;
}

function isOrphan({ parentSpanId }: Span, byId: ReadonlyMap<string, Span>): boolean {
  return parentSpanId !== undefined && !byId.has(parentSpanId);
}

function timeOf(item: Item): number {
  return item.kind === 'span' ? item.span.startMs : item.record.timeMs;
}
