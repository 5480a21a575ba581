import type {
  Context,
  SpanContext,
  TextMapGetter,
  TextMapPropagator,
  TextMapSetter,
} from '@opentelemetry/api';
import type { PropagationFormat } from '@telltale/definition';
import { isInShare } from '@telltale/model';
import { currentContext } from '../../context/context.ts';
import { REQUEST_ID } from '../../context/request-id.ts';
import type { OpenTelemetry } from '../packages/open-telemetry.ts';
import { B3_SAMPLED, B3_SINGLE, B3_SPAN_ID, B3_TRACE_ID, parseB3Multi, parseB3Single } from './b3.ts';
import { UBER_TRACE_ID, parseUberTraceId } from './jaeger.ts';
import type { RemoteParent } from './remote-parent.ts';

const SAMPLED = 1;
const NOT_SAMPLED = 0;

/** What {@link EveryFormatPropagator} works with. */
export interface PropagatorSetup {
  readonly packages: Pick<OpenTelemetry, 'api' | 'core'>;
  /** Formats that are written. */
  readonly formats: readonly PropagationFormat[];
  /** Share of the traces that are chosen where the other program left it to us. */
  readonly ratio: number;
}

/**
 * Reads the trace that a request or message belongs to in the formats of W3C, B3 and Jaeger, whichever is there, the
 * standard first; writes those that are wanted. Baggage goes along in W3C's format, as bounded as that says, and the id
 * of the request that is being answered.
 */
export class EveryFormatPropagator implements TextMapPropagator {
  readonly #setup: PropagatorSetup;
  readonly #traceContext: TextMapPropagator;
  readonly #baggage: TextMapPropagator;

  constructor(setup: PropagatorSetup) {
    this.#setup = setup;
    this.#traceContext = new setup.packages.core.W3CTraceContextPropagator();
    this.#baggage = new setup.packages.core.W3CBaggagePropagator();
  }

  fields(): string[] {
    return [
      'traceparent',
      'tracestate',
      'baggage',
      B3_SINGLE,
      B3_TRACE_ID,
      B3_SPAN_ID,
      UBER_TRACE_ID,
      REQUEST_ID,
    ];
  }

  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const { api, core } = this.#setup.packages;
    const spanContext = api.trace.getSpanContext(context);
    if (spanContext && api.isSpanContextValid(spanContext) && !core.isTracingSuppressed(context)) {
      for (const format of this.#setup.formats) this.#write(format, context, spanContext, carrier, setter);
    }
    this.#baggage.inject(context, carrier, setter);
    const requestId = currentContext()?.requestId;
    if (requestId !== undefined) setter.set(carrier, REQUEST_ID, requestId);
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const withBaggage = this.#baggage.extract(context, carrier, getter);
    const { api } = this.#setup.packages;
    const traced = this.#traceContext.extract(withBaggage, carrier, getter);
    if (traced !== withBaggage) return traced;
    const parent = otherParent((name) => one(getter.get(carrier, name)));
    return parent ? api.trace.setSpanContext(withBaggage, this.#contextOf(parent)) : withBaggage;
  }

  #contextOf({ traceId, spanId, isSampled }: RemoteParent): SpanContext {
    const isChosen = isSampled ?? isInShare(traceId, this.#setup.ratio);
    return { traceId, spanId, traceFlags: isChosen ? SAMPLED : NOT_SAMPLED, isRemote: true };
  }

  #write(
    format: PropagationFormat,
    context: Context,
    { traceId, spanId, traceFlags }: SpanContext,
    carrier: unknown,
    setter: TextMapSetter,
  ): void {
    const sampled = (traceFlags & SAMPLED) === SAMPLED ? '1' : '0';
    switch (format) {
      case 'w3c':
        return this.#traceContext.inject(context, carrier, setter);
      case 'b3-single':
        return setter.set(carrier, B3_SINGLE, `${traceId}-${spanId}-${sampled}`);
      case 'b3':
        setter.set(carrier, B3_TRACE_ID, traceId);
        setter.set(carrier, B3_SPAN_ID, spanId);
        return setter.set(carrier, B3_SAMPLED, sampled);
      case 'jaeger':
        return setter.set(carrier, UBER_TRACE_ID, `${traceId}:${spanId}:0:0${sampled}`);
    }
  }
}

function otherParent(get: (name: string) => string | undefined): RemoteParent | undefined {
  const single = get(B3_SINGLE);
  const fromSingle = single === undefined ? undefined : parseB3Single(single);
  const fromB3 = fromSingle ?? parseB3Multi(get);
  if (fromB3) return fromB3;
  const jaeger = get(UBER_TRACE_ID);
  return jaeger === undefined ? undefined : parseUberTraceId(jaeger);
}

function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value[0] : value;
}
