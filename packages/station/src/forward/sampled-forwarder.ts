import type { CancelTimer, Clock, Span, TailSampling } from '@telltale/model';
import { keepsTrace } from '@telltale/model';
import type { Forwarder } from './forwarder.ts';

const DEFAULT_DELAY_MS = 10_000;
const TICK_MS = 1000;
/** Beyond, the traces that wait longest are decided on at once. */
const MAX_WAITING_SPANS = 100_000;

export interface SampledForwarderOptions {
  readonly forwarder: Forwarder<Span>;
  readonly sampling: TailSampling;
  /** A trace counts as ended when no span of it has come for so long. Default: 10,000 ms. */
  readonly decisionDelayMs?: number;
  readonly clock: Clock;
}

interface WaitingTrace {
  readonly spans: Span[];
  lastMs: number;
}

/**
 * Forwards only traces that are kept, decided when they have ended, as the local store does. Until then their spans
 * are in memory: those of the last seconds before the death of the process are not forwarded. What comes after the
 * decision is decided on by itself.
 */
export class SampledForwarder implements Forwarder<Span> {
  readonly #options: SampledForwarderOptions;
  /** The one that has waited longest for news first. */
  readonly #traces = new Map<string, WaitingTrace>();
  #waitingSpans = 0;
  #cancelTick: CancelTimer = () => {};

  constructor(options: SampledForwarderOptions) {
    this.#options = options;
  }

  async offer(spans: readonly Span[]): Promise<void> {
    const nowMs = this.#options.clock.now();
    for (const span of spans) {
      const trace = this.#traces.get(span.traceId) ?? { spans: [], lastMs: nowMs };
      trace.spans.push(span);
      trace.lastMs = nowMs;
      this.#traces.delete(span.traceId);
      this.#traces.set(span.traceId, trace);
    }
    this.#waitingSpans += spans.length;
    await this.#decide((trace) => this.#waitingSpans > MAX_WAITING_SPANS || this.#hasEnded(trace));
  }

  figures() {
    return this.#options.forwarder.figures();
  }

  start(): void {
    this.#options.forwarder.start();
    this.#tick();
  }

  async stop(): Promise<void> {
    this.#cancelTick();
    await this.#decide(() => true);
    await this.#options.forwarder.stop();
  }

  #tick(): void {
    this.#cancelTick = this.#options.clock.after(TICK_MS, () => {
      void this.#decide((trace) => this.#hasEnded(trace));
      this.#tick();
    });
  }

  #hasEnded({ lastMs }: WaitingTrace): boolean {
    const { clock, decisionDelayMs = DEFAULT_DELAY_MS } = this.#options;
    return clock.now() - lastMs >= decisionDelayMs;
  }

  /** Decides on traces from the first on, as long as they are due. */
  async #decide(isDue: (trace: WaitingTrace) => boolean): Promise<void> {
    const kept: Span[] = [];
    for (const [traceId, trace] of this.#traces) {
      if (!isDue(trace)) break;
      this.#traces.delete(traceId);
      this.#waitingSpans -= trace.spans.length;
      if (keepsTrace(this.#options.sampling, trace.spans)) kept.push(...trace.spans);
    }
    if (kept.length > 0) await this.#options.forwarder.offer(kept);
  }
}
