import type { Registry } from '../../registry/registry.ts';

/** What became of spans: the label `result` of `telltale_sdk_spans_total`. */
export type SpanResult = (typeof RESULTS)[number];

/**
 * Arrived; refused by the receiver; dropped because the queue was full, because the program ended before they could be
 * sent, or because too much waited for the end of requests whose trace was not chosen.
 */
const RESULTS = ['sent', 'refused', 'queue_full', 'not_sent', 'retention_full'] as const;

/** Counts what becomes of spans. */
export function spanCounter(registry: Registry): (result: SpanResult, spans: number) => void {
  const total = registry.counter('telltale_sdk_spans_total', {
    help: 'Spans that ended, by what became of them; those of traces that are not kept are not counted',
    labels: { result: RESULTS },
  });
  return (result, spans) => total.inc({ result }, spans);
}
