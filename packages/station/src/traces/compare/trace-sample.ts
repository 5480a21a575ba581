import type { Span, TimeRange, TraceQuery, TraceStore } from '@telltale/model';

/** Traces that are read at the same time. */
const CONCURRENCY = 8;

/** Which traces are to be looked at. */
export interface TraceSelection {
  readonly range: TimeRange;
  readonly query: TraceQuery;
}

/** The newest traces of a selection, each with its spans. */
export interface TraceSample {
  readonly traces: readonly (readonly Span[])[];
  /** Whether these are all there are. */
  readonly isComplete: boolean;
}

/** What {@link sampleTraces} takes. */
export interface TraceSampleOptions {
  readonly limit: number;
  /** Traces that do not count. Default: all do. */
  readonly isWanted?: (spans: readonly Span[]) => boolean;
  readonly signal: AbortSignal;
}

/** Reads the newest traces that match. */
export async function sampleTraces(
  store: TraceStore,
  { range, query }: TraceSelection,
  { limit, isWanted = () => true, signal }: TraceSampleOptions,
): Promise<TraceSample> {
  const found = await store.search({ ...query, ...range, limit, order: 'newest' }, signal);
  const traces: (readonly Span[])[] = [];
  for (let i = 0; i < found.length; i += CONCURRENCY) {
    const part = found.slice(i, i + CONCURRENCY);
    const read = await Promise.all(part.map(({ traceId }) => store.get(traceId, signal)));
    traces.push(...read.flatMap((trace) => (trace && isWanted(trace.spans) ? [trace.spans] : [])));
  }
  return { traces, isComplete: found.length < limit };
}
