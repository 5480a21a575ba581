import { orderSpans } from '../traces/order-spans.ts';
import type { OrderedSpan } from '../traces/order-spans.ts';
import type { Span } from '../traces/span.ts';
import type { TraceSummary } from './trace-store.ts';

/** What a list is made of. */
export type SummarisedSpan = OrderedSpan &
  Pick<Span, 'traceId' | 'service' | 'name' | 'status' | 'durationMs'>;

/**
 * What a list shows of a trace.
 *
 * @param spans - at least one; all of the same trace, each once.
 */
export function summariseTrace(spans: readonly SummarisedSpan[]): TraceSummary {
  const ordered = orderSpans(spans);
  const root = ordered.find(({ parentSpanId }) => parentSpanId === undefined);
  const { traceId, startMs } = ordered[0];
  const { service, name } = root ?? ordered[0];
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const services: Record<string, number> = Object.create(null);
  let endMs = startMs;
  let errors = 0;
  for (const span of spans) {
    endMs = Math.max(endMs, span.startMs + span.durationMs);
    if (span.status === 'error') errors++;
    services[span.service] = (services[span.service] ?? 0) + 1;
  }
  return {
    traceId,
    startMs,
    durationMs: endMs - startMs,
    service,
    operation: name,
    spans: spans.length,
    errors,
    services,
    isPartial:
      !root && spans.some(({ parentSpanId }) => parentSpanId !== undefined && !ids.has(parentSpanId)),
  };
}
