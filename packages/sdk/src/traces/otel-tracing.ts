import type { TextMapPropagator, Tracer } from '@opentelemetry/api';
import { runWatched } from '../outcome/outcome.ts';
import type { OpenTelemetry } from './packages/open-telemetry.ts';
import { CARRIER_GETTER } from './propagation/carrier.ts';
import type { Propagation } from './propagation/propagation.ts';
import { workPropagation } from './propagation/work-propagation.ts';
import { OpenSpan, otelAttributes } from './spans/open-span.ts';
import { SPAN_KINDS } from './spans/otel-numbers.ts';
import type { OtelTracer } from './spans/otel-tracer.ts';
import type { TraceOptions, TraceSpan } from './spans/trace-span.ts';
import type { SpanStart, Tracing } from './tracing.ts';

/** What {@link OtelTracing} works with. */
export interface TracingSetup {
  readonly packages: Pick<OpenTelemetry, 'api'>;
  readonly tracer: Tracer;
  readonly propagator: TextMapPropagator;
  readonly isForeign: boolean;
  readonly flush: () => Promise<void>;
  readonly shutdown: () => Promise<void>;
}

/** Makes spans with a tracer of OpenTelemetry's API. */
export class OtelTracing implements Tracing {
  readonly isOn = true;
  readonly isForeign: boolean;
  readonly tracer: OtelTracer;
  readonly propagation: Propagation;
  readonly #setup: TracingSetup;

  constructor(setup: TracingSetup) {
    this.#setup = setup;
    this.isForeign = setup.isForeign;
    this.tracer = setup.tracer;
    this.propagation = workPropagation(setup.packages, setup.propagator);
  }

  readonly trace = <Result>(
    name: string,
    ...rest: [(span: TraceSpan) => Result] | [TraceOptions, (span: TraceSpan) => Result]
  ): Result => {
    const [options, task] = rest.length === 1 ? [{}, rest[0]] : rest;
    const span = this.begin(name, options);
    return span.run(() =>
      runWatched(
        () => task(span),
        (outcome) => {
          if (outcome.status === 'failure') span.fail(outcome.error);
          span.end();
        },
      ),
    );
  };

  begin(name: string, { kind = 'internal', attributes, isRoot = false, from }: SpanStart): OpenSpan {
    const { packages, tracer, propagator } = this.#setup;
    const { api } = packages;
    const active = api.context.active();
    const around = from ? propagator.extract(active, from, CARRIER_GETTER) : active;
    const span = tracer.startSpan(
      typeof name === 'string' ? name : 'unnamed',
      {
        kind: SPAN_KINDS[kind],
        ...(attributes && { attributes: otelAttributes(attributes) }),
        ...(isRoot && { root: true }),
      },
      around,
    );
    return new OpenSpan(api, span, around);
  }

  activeServerSpan(): OpenSpan | undefined {
    const { api } = this.#setup.packages;
    const context = api.context.active();
    const span = api.trace.getSpan(context);
    const isServer = span?.isRecording() === true && Reflect.get(span, 'kind') === SPAN_KINDS.server;
    return isServer ? new OpenSpan(api, span, context) : undefined;
  }

  flush(): Promise<void> {
    return this.#setup.flush();
  }

  shutdown(): Promise<void> {
    return this.#setup.shutdown();
  }
}
