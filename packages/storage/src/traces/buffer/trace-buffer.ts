import type { Fragment } from '../codec/fragment.ts';
import type { LedgerPlace } from './batch-ledger.ts';

/** A fragment that waits, and where in the log it is. */
export interface BufferedFragment {
  readonly fragment: Fragment;
  readonly place: LedgerPlace;
}

/** What was decided on a trace before. */
export interface EarlierTrace {
  readonly isKept: boolean;
  readonly isDropped: boolean;
  /** Of the spans that came then. */
  readonly spanIds: ReadonlySet<string>;
}

/** What of a trace has come and is not decided on. */
export interface BufferedTrace {
  readonly traceId: string;
  readonly fragments: BufferedFragment[];
  spans: number;
  /** When the first and the last of them came, on the clock of the buffer. */
  readonly firstMs: number;
  lastMs: number;
  /** Once somebody has asked for it. */
  earlier?: EarlierTrace;
}

/** A trace that has so many spans does not wait for more: so none takes long to decide on. */
const MAX_SPANS = 20_000;

export interface TraceBufferOptions {
  /** A trace is decided on when no span of it has come for so long. */
  readonly decisionDelayMs: number;
  /** It is decided on after so long even when more come. */
  readonly maxWaitMs: number;
}

/** Traces that wait for their last spans. */
export class TraceBuffer {
  readonly #options: TraceBufferOptions;
  /** Those that a span came to longest ago first. */
  readonly #byLast = new Map<string, BufferedTrace>();
  /** Those that began to wait longest ago first. */
  readonly #byFirst = new Map<string, BufferedTrace>();
  readonly #full = new Map<string, BufferedTrace>();

  constructor(options: TraceBufferOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#byFirst.size;
  }

  add({ fragment, place }: BufferedFragment, nowMs: number): void {
    const { traceId, spanCount } = fragment;
    let trace = this.#byFirst.get(traceId);
    if (trace === undefined) {
      trace = { traceId, fragments: [], spans: 0, firstMs: nowMs, lastMs: nowMs };
      this.#byFirst.set(traceId, trace);
    }
    trace.fragments.push({ fragment, place });
    trace.spans += spanCount;
    trace.lastMs = nowMs;
    this.#byLast.delete(traceId);
    this.#byLast.set(traceId, trace);
    if (trace.spans >= MAX_SPANS) this.#full.set(traceId, trace);
  }

  get(traceId: string): BufferedTrace | undefined {
    return this.#byFirst.get(traceId);
  }

  /** All of them, those that have waited longest first. */
  traces(): Iterable<BufferedTrace> {
    return this.#byFirst.values();
  }

  /** Some of those that have waited long enough: as many as have so many spans. They stay until they are removed. */
  due(nowMs: number, maxSpans: number): BufferedTrace[] {
    const { decisionDelayMs, maxWaitMs } = this.#options;
    const full = some(this.#full, maxSpans, () => true);
    if (full.length > 0) return full;
    const silent = some(this.#byLast, maxSpans, ({ lastMs }) => lastMs + decisionDelayMs <= nowMs);
    if (silent.length > 0) return silent;
    return some(this.#byFirst, maxSpans, ({ firstMs }) => firstMs + maxWaitMs <= nowMs);
  }

  /** Some of those that have waited longest. */
  oldest(maxSpans: number): BufferedTrace[] {
    return some(this.#byFirst, maxSpans, () => true);
  }

  remove(traces: readonly BufferedTrace[]): void {
    for (const { traceId } of traces) {
      this.#byFirst.delete(traceId);
      this.#byLast.delete(traceId);
      this.#full.delete(traceId);
    }
  }
}

/** The first ones, as long as a test holds, until they have so many spans. */
function some(
  traces: ReadonlyMap<string, BufferedTrace>,
  maxSpans: number,
  isDue: (trace: BufferedTrace) => boolean,
): BufferedTrace[] {
  const found: BufferedTrace[] = [];
  let spans = 0;
  for (const trace of traces.values()) {
    if (!isDue(trace) || spans >= maxSpans) break;
    found.push(trace);
    spans += trace.spans;
  }
  return found;
}
