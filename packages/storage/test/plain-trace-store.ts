import { MemoryTraceStore, keepsTrace, peerOf, serviceCalls } from '@telltale/model';
import type { ServiceCall, Span, TailSampling } from '@telltale/model';
import { compileRegexp } from '../src/search/compile-regexp.ts';

interface WaitingTrace {
  readonly spans: Map<string, Span>;
  readonly firstMs: number;
  lastMs: number;
}

/** The trace store as simple as can be: what it keeps and counts, in maps. */
export class PlainTraceStore {
  sampling: TailSampling;
  sampledOut = 0;
  readonly #delayMs: number;
  readonly #maxWaitMs: number;
  readonly #kept = new Map<string, Map<string, Span>>();
  readonly #dropped = new Map<string, Set<string>>();
  readonly #waiting = new Map<string, WaitingTrace>();
  readonly #counted: Span[] = [];
  readonly #calls: ServiceCall<Span>[] = [];

  constructor(sampling: TailSampling, delayMs: number, maxWaitMs: number) {
    this.sampling = sampling;
    this.#delayMs = delayMs;
    this.#maxWaitMs = maxWaitMs;
  }

  append(spans: readonly Span[], nowMs: number): void {
    for (const span of spans) {
      const trace = this.#waiting.get(span.traceId) ?? { spans: new Map(), firstMs: nowMs, lastMs: nowMs };
      this.#waiting.set(span.traceId, trace);
      trace.lastMs = nowMs;
      if (!trace.spans.has(span.spanId)) trace.spans.set(span.spanId, span);
    }
  }

  /** Decides on the traces that have waited long enough. */
  tick(nowMs: number): void {
    for (const [traceId, { firstMs, lastMs }] of this.#waiting) {
      if (lastMs + this.#delayMs <= nowMs || firstMs + this.#maxWaitMs <= nowMs) this.#decide(traceId);
    }
  }

  flush(): void {
    for (const traceId of this.#waiting.keys()) this.#decide(traceId);
  }

  /** What waited waits from now on; which traces were not kept is forgotten. */
  reopen(nowMs: number): void {
    for (const [traceId, { spans }] of this.#waiting) {
      this.#waiting.set(traceId, { spans, firstMs: nowMs, lastMs: nowMs });
    }
    this.#dropped.clear();
    this.sampledOut = 0;
  }

  /** The spans that are there, kept or waiting. */
  async present(): Promise<MemoryTraceStore> {
    const waiting = [...this.#waiting.values()].map(({ spans }) => spans);
    return memoryOf([...this.#kept.values(), ...waiting].flatMap((spans) => [...spans.values()]));
  }

  /** All spans that were counted, each as often as it was; they stand for what is told of operations. */
  get counted(): Span[] {
    return [...this.#counted, ...[...this.#waiting.keys()].flatMap((traceId) => this.#fresh(traceId))];
  }

  get calls(): ServiceCall<Span>[] {
    const waiting = [...this.#waiting.keys()].flatMap((traceId) =>
      serviceCalls(this.#fresh(traceId), peerOf),
    );
    return [...this.#calls, ...waiting];
  }

  #decide(traceId: string): void {
    const fresh = this.#fresh(traceId);
    this.#waiting.delete(traceId);
    if (fresh.length === 0) return;
    this.#counted.push(...fresh);
    this.#calls.push(...serviceCalls(fresh, peerOf));
    const kept = this.#kept.get(traceId);
    const dropped = this.#dropped.get(traceId);
    const policy = dropped ? { ...this.sampling, ratio: 0 } : this.sampling;
    if (kept || keepsTrace(policy, fresh)) {
      this.#kept.set(
        traceId,
        new Map([...(kept ?? []), ...fresh.map((span) => [span.spanId, span] as const)]),
      );
    } else {
      if (!dropped) this.sampledOut++;
      this.#dropped.set(traceId, new Set([...(dropped ?? []), ...fresh.map(({ spanId }) => spanId)]));
    }
  }

  #fresh(traceId: string): Span[] {
    const waiting = this.#waiting.get(traceId)?.spans.values() ?? [];
    return [...waiting].filter(
      ({ spanId }) => !this.#kept.get(traceId)?.has(spanId) && !this.#dropped.get(traceId)?.has(spanId),
    );
  }
}

async function memoryOf(spans: readonly Span[]): Promise<MemoryTraceStore> {
  const memory = new MemoryTraceStore(compileRegexp);
  await memory.append(spans);
  return memory;
}
