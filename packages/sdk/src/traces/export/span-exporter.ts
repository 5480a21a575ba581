import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Span } from '@telltale/model';
import type { Delivery } from '../../push/transport/send.ts';
import { LightSpan } from '../sampling/light-span.ts';
import type { SpanResult } from './span-counter.ts';
import type { OtlpTarget } from './otlp-sender.ts';
import { otlpSender } from './otlp-sender.ts';
import type { QueueOptions } from './span-queue.ts';
import { SpanQueue } from './span-queue.ts';
import type { SpanOrigin } from './to-span.ts';
import { spanOfLight, spanOfReadable } from './to-span.ts';

/** What {@link SpanExporter} works with. */
export interface SpanExporterOptions extends Pick<
  QueueOptions<unknown>,
  'maxItems' | 'batchItems' | 'delayMs'
> {
  readonly target: OtlpTarget;
  readonly originOf: (span: ReadableSpan | LightSpan) => SpanOrigin;
  /** Characters of a text in an attribute that are kept. */
  readonly attributeCharacters: number;
  /** How long the end of the program is held up at most. */
  readonly endTimeoutMs: number;
  readonly count: (result: SpanResult, spans: number) => void;
  readonly tell: (message: string) => void;
}

const FLAG_SAMPLED = 1;

/**
 * Sends the spans that end. A processor for OpenTelemetry's SDK, which never throws into it and never makes it wait.
 */
export class SpanExporter implements SpanProcessor {
  readonly #options: SpanExporterOptions;
  readonly #queue: SpanQueue<ReadableSpan | LightSpan>;
  #isEnding = false;
  #leftAtEnd = 0;

  constructor(options: SpanExporterOptions) {
    this.#options = options;
    const send = otlpSender(options.target, (reason) => options.tell(`spans wait to be sent: ${reason}`));
    this.#queue = new SpanQueue({
      ...options,
      send: (batch, run) => send(this.#spansOf(batch), run),
      onDelivery: (delivery, spans) => this.#note(delivery, spans),
      onDrop: (spans) => options.count(this.#isEnding ? 'not_sent' : 'queue_full', spans),
    });
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if ((span.spanContext().traceFlags & FLAG_SAMPLED) !== 0) this.#queue.add(span);
  }

  /** Sends a span of a trace that was not chosen. */
  keep(span: LightSpan): void {
    this.#queue.add(span);
  }

  async forceFlush(): Promise<void> {
    if (this.#queue.size > 0 || this.#queue.isSending) await this.#queue.flush(this.#options.endTimeoutMs);
  }

  /**
   * The same at the end of a process, which may come to its end several times: what could not be sent then is not
   * tried again for its own sake.
   */
  async flushAtEnd(): Promise<void> {
    if (this.#queue.size === this.#leftAtEnd && !this.#queue.isSending) return;
    await this.forceFlush();
    this.#leftAtEnd = this.#queue.size;
  }

  async shutdown(): Promise<void> {
    this.#isEnding = true;
    await this.#queue.close(this.#options.endTimeoutMs);
  }

  #spansOf(batch: readonly (ReadableSpan | LightSpan)[]): readonly Span[] {
    const { originOf, attributeCharacters } = this.#options;
    return batch.flatMap((span) => {
      try {
        const origin = originOf(span);
        return span instanceof LightSpan
          ? spanOfLight(span, origin, attributeCharacters)
          : spanOfReadable(span, origin);
      } catch (error) {
        // One that cannot be read must not keep the others from being sent.
        this.#options.tell(`a span cannot be read: ${String(error)}`);
        return [];
      }
    });
  }

  #note(delivery: Delivery, spans: number): void {
    const { count, tell } = this.#options;
    if (delivery.result === 'failed') return count('not_sent', spans);
    count(delivery.result, spans);
    if (delivery.result === 'refused') tell(`spans were refused: ${delivery.reason}`);
  }
}
