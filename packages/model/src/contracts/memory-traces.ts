import type { CompileRegexp } from '../search/compile-regexp.ts';
import { compileTraceQuery } from '../traces/compile-trace-query.ts';
import type { SpanTest } from '../traces/compile-trace-query.ts';
import { orderSpans } from '../traces/order-spans.ts';
import { isEntrySpan, peerOf, serviceCalls } from '../traces/service-calls.ts';
import type { Span } from '../traces/span.ts';
import type {
  OperationSelection,
  OperationStats,
  ServiceEdge,
  TimeRange,
  Trace,
  TraceSearch,
  TraceStore,
  TraceStoreStats,
  TraceSummary,
} from './trace-store.ts';
import { summariseTrace } from './trace-summary.ts';

/** About what a span takes; for the figures only. */
const SPAN_BYTES = 1000;

/**
 * Spans that live as long as the process: for tests, proofs and trials. Every store answers as this one does, but
 * that percentiles are exact here: the smallest duration that so many are not above.
 */
export class MemoryTraceStore implements TraceStore {
  readonly #compileRegexp: CompileRegexp;
  /** Spans of a trace by their ids. */
  readonly #traces = new Map<string, Map<string, Span>>();

  constructor(compileRegexp: CompileRegexp) {
    this.#compileRegexp = compileRegexp;
  }

  async append(spans: readonly Span[]): Promise<void> {
    for (const span of spans) {
      const trace = this.#traces.get(span.traceId) ?? new Map<string, Span>();
      this.#traces.set(span.traceId, trace);
      if (!trace.has(span.spanId)) trace.set(span.spanId, span);
    }
  }

  async get(traceId: string, signal?: AbortSignal): Promise<Trace | undefined> {
    signal?.throwIfAborted();
    const spans = this.#traces.get(traceId);
    return spans && { traceId, spans: orderSpans([...spans.values()]) };
  }

  async search(search: TraceSearch, signal?: AbortSignal): Promise<TraceSummary[]> {
    signal?.throwIfAborted();
    const matches = this.#test(search);
    const found = [...this.#traces.values()]
      .map((trace) => [...trace.values()])
      .filter((spans) => spans.some(matches))
      .map(summariseTrace);
    return found.sort(search.order === 'slowest' ? slowestFirst : newestFirst).slice(0, search.limit);
  }

  async services(range: TimeRange, signal?: AbortSignal): ReturnType<TraceStore['services']> {
    signal?.throwIfAborted();
    const groups = Map.groupBy(this.#spansIn(range), ({ service }) => service);
    return [...groups]
      .map(([service, spans]) => ({
        service,
        operations: [...new Set(spans.map(({ name }) => name))].sort(),
      }))
      .sort((a, b) => (a.service < b.service ? -1 : 1));
  }

  async edges(range: TimeRange, signal?: AbortSignal): Promise<ServiceEdge[]> {
    signal?.throwIfAborted();
    const isInRange = beginsIn(range);
    const calls = [...this.#traces.values()]
      .flatMap((trace) => serviceCalls([...trace.values()], peerOf))
      .filter(({ span }) => isInRange(span));
    const groups = Map.groupBy(calls, ({ caller, callee }) => JSON.stringify([caller, callee]));
    return [...groups.values()].map((group) => {
      const [{ caller, callee }] = group;
      const { count, errors, mean, percentile } = figuresOf(group.map(({ span }) => span));
      return { caller, callee, calls: count, errors, durationMs: { mean, p95: percentile(0.95) } };
    });
  }

  async operations(selection: OperationSelection, signal?: AbortSignal): Promise<OperationStats[]> {
    signal?.throwIfAborted();
    const { service, entriesOnly = false, by = 'operation' } = selection;
    const spans = this.#spansIn(selection).filter(
      (span) => (service === undefined || span.service === service) && (!entriesOnly || isEntrySpan(span)),
    );
    const nameOf = (span: Span) => (by === 'service' ? '' : span.name);
    const groups = Map.groupBy(spans, (span) => JSON.stringify([span.service, nameOf(span)]));
    return [...groups.values()].map((group) => {
      const { count, errors, mean, percentile } = figuresOf(group);
      const [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1].map(percentile);
      const durationMs = { mean, p50, p95, p99, max };
      return { service: group[0].service, operation: nameOf(group[0]), calls: count, errors, durationMs };
    });
  }

  async stats(): Promise<TraceStoreStats> {
    const all = [...this.#traces.values()].flatMap((trace) => [...trace.values()]);
    const oldestMs = all.reduce((oldest, { startMs }) => Math.min(oldest, startMs), Infinity);
    return {
      traces: this.#traces.size,
      spans: all.length,
      bytes: all.length * SPAN_BYTES,
      ...(all.length > 0 && { oldestMs }),
      sampledOut: 0,
    };
  }

  async close(): Promise<void> {
    // Nothing is held but memory.
  }

  #spansIn(range: TimeRange): Span[] {
    return [...this.#traces.values()].flatMap((trace) => [...trace.values()].filter(beginsIn(range)));
  }

  #test(search: TraceSearch): SpanTest {
    const isInRange = beginsIn(search);
    const matches = compileTraceQuery(search, this.#compileRegexp);
    return (span) => isInRange(span) && matches(span);
  }
}

function beginsIn({ startMs, endMs }: TimeRange): SpanTest {
  return (span) => span.startMs >= startMs && span.startMs < endMs;
}

function figuresOf(spans: readonly Span[]) {
  const durations = spans.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  const count = durations.length;
  return {
    count,
    errors: spans.filter(({ status }) => status === 'error').length,
    mean: durations.reduce((sum, duration) => sum + duration, 0) / count,
    percentile: (share: number) => durations[Math.ceil(share * count) - 1],
  };
}

function newestFirst(a: TraceSummary, b: TraceSummary): number {
  return b.startMs - a.startMs || (a.traceId < b.traceId ? -1 : 1);
}

function slowestFirst(a: TraceSummary, b: TraceSummary): number {
  return b.durationMs - a.durationMs || newestFirst(a, b);
}
