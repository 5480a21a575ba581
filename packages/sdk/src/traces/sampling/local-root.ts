import type { SpanContext, TraceState } from '@opentelemetry/api';
import { STATUS_ERROR } from '../spans/otel-numbers.ts';
import type { LightSpan, SpanFamily } from './light-span.ts';
import { random32, traceIdOf } from './random-ids.ts';

/** Marks the local root of what was kept of a trace that was not chosen: spans of other programs may be missing. */
const PARTIAL = 'telltale.partial';
/** Says why it was kept: `error` or `slow`. */
const KEPT_FOR = 'telltale.kept_for';

/** What a local root asks of whoever keeps several of them. */
export interface RootKeeper {
  /** Why a trace whose local root has ended is kept; nothing where it is not. */
  reasonToKeep(hasError: boolean, durationMs: number): string | undefined;
  /** Sends a span. */
  keep(span: LightSpan): void;
  /** Whether a span that has ended, and weighs so much, may wait for its local root. */
  admit(root: LocalRoot, bytes: number): boolean;
  /** The local root has ended: nothing of it waits any more. */
  close(root: LocalRoot): void;
}

/** How much a span that waits weighs, roughly, in bytes: without what is said in it, and for each of those. */
const SPAN_BYTES = 400;
const PAIR_BYTES = 32;

/**
 * The part of a trace in this program, below the span that it entered by, where the trace was not chosen: its spans
 * wait for the end of that one, and are sent if any has an error or the whole was slow.
 */
export class LocalRoot implements SpanFamily {
  readonly traceState: TraceState | undefined;
  readonly remoteParentId: string | undefined;
  readonly clockOffsetMs: number;
  readonly #keeper: RootKeeper;
  /** The half of the id that decided; the rest is made when it is asked for. */
  readonly #deciding: number;
  #traceId: string | undefined;
  #root: LightSpan | undefined;
  #waiting: LightSpan[] = [];
  #bytes = 0;
  #hasError = false;
  #fate: 'open' | 'kept' | 'dropped' = 'open';

  /** Of a trace that begins elsewhere, or of one that begins here with the number that it was not chosen by. */
  constructor(keeper: RootKeeper, from: SpanContext | number) {
    this.#keeper = keeper;
    const isRemote = typeof from === 'object';
    this.#deciding = isRemote ? 0 : from;
    this.#traceId = isRemote ? from.traceId : undefined;
    this.remoteParentId = isRemote ? from.spanId : undefined;
    this.traceState = isRemote ? from.traceState : undefined;
    this.clockOffsetMs = Date.now() - performance.now();
  }

  get traceId(): string {
    this.#traceId ??= traceIdOf(random32(), random32(), this.#deciding, random32());
    return this.#traceId;
  }

  /** When it began, on the clock of `performance.now()`. */
  get startMs(): number {
    return this.#root?.startMs ?? 0;
  }

  /** Spans that wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** What they weigh, roughly. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Names the span that is the local root. */
  begin(root: LightSpan): void {
    this.#root = root;
  }

  /** Lets go of what waits. The local root itself is still sent where there is a reason to. */
  shed(): void {
    this.#waiting = [];
    this.#bytes = 0;
  }

  onEnd(span: LightSpan): void {
    if (this.#fate === 'dropped') return;
    if (this.#fate === 'kept') {
      this.#keeper.keep(span);
      return;
    }
    this.#hasError ||= span.status.code === STATUS_ERROR;
    if (span === this.#root) this.#decide(span);
    else this.#wait(span);
  }

  #wait(span: LightSpan): void {
    const bytes = weightOf(span);
    if (!this.#keeper.admit(this, bytes)) return;
    this.#waiting.push(span);
    this.#bytes += bytes;
  }

  #decide(root: LightSpan): void {
    const reason = this.#keeper.reasonToKeep(this.#hasError, root.endMs - root.startMs);
    this.#fate = reason === undefined ? 'dropped' : 'kept';
    this.#keeper.close(this);
    const spans = this.#waiting;
    this.shed();
    if (reason === undefined) return;
    root.pairs.push(PARTIAL, true, KEPT_FOR, reason);
    this.#keeper.keep(root);
    for (const span of spans) this.#keeper.keep(span);
  }
}

/** Roughly what a span holds on to. */
function weightOf({ pairs, events }: LightSpan): number {
  let bytes = SPAN_BYTES + pairs.length * PAIR_BYTES;
  for (const part of pairs) if (typeof part === 'string') bytes += part.length;
  for (const { attributes } of events ?? []) {
    bytes += SPAN_BYTES;
    for (const value of Object.values(attributes ?? {})) if (typeof value === 'string') bytes += value.length;
  }
  return bytes;
}
