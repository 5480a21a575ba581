import type { Tracer, TracerOptions, TracerProvider } from '@opentelemetry/api';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Resource } from '@opentelemetry/resources';
import type { OpenTelemetry } from '../packages/open-telemetry.ts';
import type { LocalRoots } from './local-roots.ts';
import { newSpanId, random32, traceIdOf } from './random-ids.ts';
import { SharingTracer } from './tracer.ts';

/** What {@link SharingTracerProvider} works with. */
export interface TracerProviderSetup {
  readonly packages: OpenTelemetry;
  readonly resource: Resource;
  /** Share of the traces that begin here and are recorded. */
  readonly ratio: number;
  readonly roots: LocalRoots;
  readonly processors: readonly SpanProcessor[];
  /** Characters of a text in an attribute that are kept. */
  readonly attributeCharacters: number;
}

/** Tells providers of ours from those that others have registered; all copies of the SDK know it. */
const OURS = Symbol.for('telltale.tracer-provider');

/** Tracers on OpenTelemetry's SDK, which records what was chosen, while the rest is watched for errors. */
export class SharingTracerProvider implements TracerProvider {
  readonly [OURS] = true;
  readonly #setup: TracerProviderSetup;
  readonly #recording: InstanceType<OpenTelemetry['sdk']['TracerProvider']>;
  readonly #tracers = new Map<string, Tracer>();
  #nextTraceId: string | undefined;

  constructor(setup: TracerProviderSetup) {
    this.#setup = setup;
    const { sdk } = setup.packages;
    this.#recording = new sdk.TracerProvider({
      resource: setup.resource,
      // What comes here was chosen.
      sampler: new sdk.AlwaysOnSampler(),
      idGenerator: { generateTraceId: () => this.#takeTraceId(), generateSpanId: newSpanId },
      spanProcessors: [...setup.processors],
      spanLimits: { attributeValueLengthLimit: setup.attributeCharacters },
    });
  }

  getTracer(name: string, version?: string, options?: TracerOptions): Tracer {
    const key = `${name}@${version ?? ''}:${options?.schemaUrl ?? ''}`;
    let tracer = this.#tracers.get(key);
    if (!tracer) {
      const recording = this.#recording.getTracer(name, version, options);
      const useTraceId = (traceId: string) => (this.#nextTraceId = traceId);
      tracer = new SharingTracer({ ...this.#setup, useTraceId }, recording, name);
      this.#tracers.set(key, tracer);
    }
    return tracer;
  }

  /** Ends what processors others have added; spans that begin from now on go nowhere. */
  shutdown(): Promise<void> {
    return this.#recording.shutdown();
  }

  #takeTraceId(): string {
    const traceId = this.#nextTraceId ?? traceIdOf(random32(), random32(), random32(), random32());
    this.#nextTraceId = undefined;
    return traceId;
  }
}

/** Whether a provider is one of ours. */
export function isOurs(provider: object): boolean {
  return Reflect.get(provider, OURS) === true;
}
