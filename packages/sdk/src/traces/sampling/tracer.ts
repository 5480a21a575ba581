import type { Context, Span, SpanContext, SpanOptions, Tracer } from '@opentelemetry/api';
import { currentContext } from '../../context/context.ts';
import type { OpenTelemetry } from '../packages/open-telemetry.ts';
import { LightSpan } from './light-span.ts';
import type { LocalRoots } from './local-roots.ts';
import { random32, traceIdOf } from './random-ids.ts';

const FLAG_SAMPLED = 1;
const TWO_TO_32 = 2 ** 32;

/** What all tracers of a program share. */
export interface TracerSetup {
  readonly packages: Pick<OpenTelemetry, 'api' | 'core'>;
  /** Share of the traces that begin here and are recorded; the others are seen by {@link LocalRoots}. */
  readonly ratio: number;
  readonly roots: LocalRoots;
  /** Makes the next trace of OpenTelemetry's SDK have this id. */
  readonly useTraceId: (traceId: string) => void;
}

/**
 * Decides for each trace that begins here, by its id, whether OpenTelemetry's SDK records it; spans below others go
 * where those went. The same share of the same ids is chosen in all programs that decide like this.
 */
export class SharingTracer implements Tracer {
  readonly #setup: TracerSetup;
  readonly #recording: Tracer;
  readonly #scope: string;
  readonly #border: number;

  constructor(setup: TracerSetup, recording: Tracer, scope: string) {
    this.#setup = setup;
    this.#recording = recording;
    this.#scope = scope;
    this.#border = setup.ratio * TWO_TO_32;
  }

  startSpan(name: string, options: SpanOptions = {}, context?: Context): Span {
    const { api, core } = this.#setup.packages;
    const around = context ?? api.context.active();
    const parent = options.root ? undefined : api.trace.getSpan(around);
    if (core.isTracingSuppressed(around)) return this.#recording.startSpan(name, options, around);
    // Clients of others that the SDK uses make spans of their own, which are no work of the program.
    if (currentContext()?.isUntraced) return api.trace.wrapSpanContext(api.INVALID_SPAN_CONTEXT);
    if (parent instanceof LightSpan) {
      return new LightSpan(parent.family, { name, options, scope: this.#scope, parent });
    }
    const parentContext = parent?.spanContext();
    if (!parentContext || !api.isSpanContextValid(parentContext))
      return this.#startTrace(name, options, around);
    return isSampled(parentContext)
      ? this.#recording.startSpan(name, options, around)
      : this.#setup.roots.begin(parentContext, name, options, this.#scope);
  }

  startActiveSpan<Task extends (span: Span) => unknown>(
    name: string,
    ...rest: [Task] | [SpanOptions, Task] | [SpanOptions, Context, Task]
  ): ReturnType<Task> {
    const { api } = this.#setup.packages;
    const options = typeof rest[0] === 'function' ? {} : rest[0];
    const around = rest.length === 3 ? rest[1] : api.context.active();
    const task = rest[rest.length - 1] as Task;
    const span = this.startSpan(name, options, around);
    return api.context.with(api.trace.setSpan(around, span), () => task(span)) as ReturnType<Task>;
  }

  #startTrace(name: string, options: SpanOptions, around: Context): Span {
    if (this.#border >= TWO_TO_32) return this.#recording.startSpan(name, options, around);
    // The digits of the id that the share is decided by, in the model's `isInShare` as well.
    const deciding = random32();
    if (deciding >= this.#border) return this.#setup.roots.begin(deciding, name, options, this.#scope);
    this.#setup.useTraceId(traceIdOf(random32(), random32(), deciding, random32()));
    return this.#recording.startSpan(name, options, around);
  }
}

function isSampled({ traceFlags }: SpanContext): boolean {
  return (traceFlags & FLAG_SAMPLED) !== 0;
}
