import type { Span } from '@telltale/model';
import { madeSpan, spanIdOf } from './made-span.ts';

/** Spans of a batch. */
export const CRASH_SPANS = 40;
/** Each trace has a span in each of so many batches. */
const BATCHES_PER_TRACE = 4;

/** The spans of a batch, the same each time: of new traces, and of those that the batches before began. */
export function crashBatch(startMs: number, batch: number): Span[] {
  return Array.from({ length: CRASH_SPANS }, (_, i) => {
    const place = i % BATCHES_PER_TRACE;
    const trace = Math.max(0, batch - place) * CRASH_SPANS + Math.floor(i / BATCHES_PER_TRACE);
    return madeSpan(trace, {
      // Of the first batches the traces are longer.
      spanId: spanIdOf(batch * CRASH_SPANS + i + 1),
      ...(place > 0 && { parentSpanId: spanIdOf(1) }),
      startMs: startMs + batch,
      status: trace % 17 === 0 && place === 2 ? 'error' : 'unset',
      service: place % 2 === 0 ? 'shop' : 'stock',
      name: `place ${place}`,
    });
  });
}
