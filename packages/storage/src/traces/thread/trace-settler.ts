import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TailSampling } from '@telltale/model';
import { messageOf } from '../../folder/data-folder.ts';
import type { StoreNotice } from '../../notice.ts';
import { BatchLedger } from '../buffer/batch-ledger.ts';
import { TraceBuffer } from '../buffer/trace-buffer.ts';
import type { BufferedTrace } from '../buffer/trace-buffer.ts';
import { readSpanBatch } from '../codec/span-batch.ts';
import { decideTrace } from '../decision/decide-trace.ts';
import { DroppedTraces } from '../decision/dropped-traces.ts';
import { EarlierTraces } from '../decision/earlier-traces.ts';
import type { DecidedTrace } from '../file/decided-trace.ts';
import type { TraceFiles } from '../file/trace-files.ts';

/** Spans that are decided on and written at once; reads have their turns between. */
const SPANS_PER_COMMIT = 4096;
/** Beyond this share of what may wait, traces are decided on before their time. */
const EARLY_SHARE = 0.5;
/** Of traces that were not kept, so many spans are known when they come again. */
const KNOWN_DROPPED_SPANS = 500_000;

export interface TraceSettlerOptions {
  readonly files: TraceFiles;
  readonly sampling: TailSampling;
  readonly decisionDelayMs: number;
  readonly maxWaitMs: number;
  /** Of batches that are in the log and not in files. */
  readonly maxPendingBytes: number;
  readonly nowMs: number;
  /** All batches of the log up to this one are in files. */
  readonly onReleased: (number: number) => void;
  readonly onNotice: (notice: StoreNotice) => void;
}

/** Lets traces wait for their spans, decides on them and puts them into files. */
export class TraceSettler {
  readonly buffer: TraceBuffer;
  readonly earlier: EarlierTraces;
  readonly ledger: BatchLedger;
  readonly #options: TraceSettlerOptions;
  readonly #dropped = new DroppedTraces(KNOWN_DROPPED_SPANS);
  #sampling: TailSampling;
  #nowMs: number;
  /** Time since the start, which does not go back when the clock does. */
  #ageMs = 0;
  #sampledOut = 0;
  #settling: Promise<boolean> | undefined;
  #isFailing = false;
  #isClosed = false;

  constructor(options: TraceSettlerOptions) {
    const { files, decisionDelayMs, maxWaitMs } = options;
    this.#options = options;
    this.#sampling = options.sampling;
    this.#nowMs = options.nowMs;
    this.ledger = new BatchLedger(files.progress());
    this.buffer = new TraceBuffer({ decisionDelayMs, maxWaitMs });
    this.earlier = new EarlierTraces(files, this.#dropped);
  }

  /** Traces that were not kept. */
  get sampledOut(): number {
    return this.#sampledOut;
  }

  set sampling(sampling: TailSampling) {
    this.#sampling = sampling;
  }

  /** Takes a batch of the log; what of it is in files already is left out. */
  add(number: number, bytes: Uint8Array, nowMs: number): void {
    this.#goOn(nowMs);
    const batch = readSpanBatch(bytes);
    if (batch === undefined) {
      const message = `Spans that another version has left behind cannot be read, and are left out.`;
      this.#options.onNotice({ kind: 'log-cut', message });
    }
    const { fragments = [], resources = new Map() } = batch ?? {};
    const places = this.ledger.add({ number, bytes: bytes.length, resources }, fragments.length);
    for (const place of places) this.buffer.add({ fragment: fragments[place.index], place }, this.#ageMs);
    if (this.#isPressed) void this.settle(nowMs);
  }

  /** Puts away what has waited long enough. */
  settle(nowMs: number): Promise<boolean> {
    this.#goOn(nowMs);
    return this.#settling ?? this.#startSettling(() => this.#due());
  }

  /** Decides on all that waits. Throws where it cannot be written. */
  async flush(): Promise<void> {
    await this.#settling;
    const isWritten = await this.#startSettling(() => this.buffer.oldest(SPANS_PER_COMMIT));
    if (!isWritten) throw new Error('the disk refuses what is written');
  }

  close(): void {
    this.#isClosed = true;
  }

  get #isPressed(): boolean {
    return this.ledger.pendingBytes > this.#options.maxPendingBytes * EARLY_SHARE;
  }

  #due(): BufferedTrace[] {
    if (this.#isPressed) return this.buffer.oldest(SPANS_PER_COMMIT);
    return this.buffer.due(this.#ageMs, SPANS_PER_COMMIT);
  }

  #goOn(nowMs: number): void {
    this.#ageMs += Math.max(0, nowMs - this.#nowMs);
    this.#nowMs = nowMs;
  }

  #startSettling(next: () => BufferedTrace[]): Promise<boolean> {
    const settling = this.#settleAll(next).finally(() => {
      if (this.#settling === settling) this.#settling = undefined;
    });
    this.#settling = settling;
    return settling;
  }

  /** Says whether all could be written. */
  async #settleAll(next: () => BufferedTrace[]): Promise<boolean> {
    let isWritten = true;
    for (let traces = next(); traces.length > 0 && isWritten && !this.#isClosed; traces = next()) {
      isWritten = this.#write(traces);
      await nextTurn();
    }
    return isWritten;
  }

  #write(traces: readonly BufferedTrace[]): boolean {
    const { files } = this.#options;
    const decided = traces.map((trace) => this.#decide(trace));
    const places = traces.flatMap(({ fragments }) => fragments.map(({ place }) => place));
    try {
      this.ledger.settle(places, (progress) => files.commit(this.#nowMs, decided, progress));
    } catch (error) {
      this.#tellFailed(error);
      return false;
    }
    this.buffer.remove(traces);
    for (const [index, { traceId, heads, parts }] of decided.entries()) {
      if (parts.length > 0 || heads.length === 0) continue;
      if (traces[index].earlier?.isDropped !== true) this.#sampledOut++;
      this.#dropped.add(
        traceId,
        heads.map(({ spanId }) => spanId),
      );
    }
    this.#options.onReleased(this.ledger.released);
    files.applyLimit(this.ledger.pendingBytes);
    this.#tellRecovered();
    return true;
  }

  /** What cannot be read must not hold up all others for ever. */
  #decide(trace: BufferedTrace): DecidedTrace {
    try {
      return decideTrace(trace.fragments, this.earlier.of(trace), this.#sampling);
    } catch (error) {
      const { traceId } = trace;
      const message = `The spans of trace ${traceId} cannot be read, and are left out: ${messageOf(error)}.`;
      this.#options.onNotice({ kind: 'block-damaged', message });
      return { traceId, heads: [], calls: [], parts: [], resources: new Map(), isContinued: true };
    }
  }

  #tellFailed(error: unknown): void {
    if (this.#isFailing) return;
    this.#isFailing = true;
    const message = `Cannot write traces: ${messageOf(error)}. They stay in the log; trying again.`;
    this.#options.onNotice({ kind: 'write-failed', message });
  }

  #tellRecovered(): void {
    if (!this.#isFailing) return;
    this.#isFailing = false;
    this.#options.onNotice({ kind: 'write-recovered', message: 'Writing traces works again.' });
  }
}
