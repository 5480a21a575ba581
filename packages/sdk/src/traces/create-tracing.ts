import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import type { MonitoringDefinition } from '@telltale/definition';
import { onProcessEnd } from '../push/exit-hooks.ts';
import type { Registry } from '../registry/registry.ts';
import { OriginReader } from './export/origin-reader.ts';
import type { SpanResult } from './export/span-counter.ts';
import { spanCounter } from './export/span-counter.ts';
import { SpanExporter } from './export/span-exporter.ts';
import { NO_TRACING } from './no-tracing.ts';
import { OtelTracing } from './otel-tracing.ts';
import { registerContext, registerProvider, registeredProvider } from './packages/global-api.ts';
import type { OpenTelemetry } from './packages/open-telemetry.ts';
import { loadOpenTelemetry } from './packages/open-telemetry.ts';
import { resourceAttributes } from './packages/resource.ts';
import { EveryFormatPropagator } from './propagation/propagator.ts';
import { LocalRoots } from './sampling/local-roots.ts';
import { SharingTracerProvider, isOurs } from './sampling/tracer-provider.ts';
import type { TraceSettings } from './settings/trace-settings.ts';
import { traceSettings } from './settings/trace-settings.ts';
import type { TracesOptions } from './settings/traces-options.ts';
import type { Tracing } from './tracing.ts';

/** What {@link createTracing} needs to know of the program. */
export interface TracingContext {
  readonly definition: Pick<MonitoringDefinition, 'service' | 'traces'>;
  /** Where spans are counted, and where what goes wrong is told of. */
  readonly registry: Registry;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Folders that OpenTelemetry's packages are looked for in. */
  readonly folders?: readonly string[];
}

const SCOPE = '@telltale/sdk';

/**
 * Makes spans as the definition says: on OpenTelemetry's SDK, which is loaded now and not where traces are off. Where
 * the program has registered an SDK of its own, spans are made with that, and nothing is added to it.
 */
export function createTracing(options: TracesOptions, context: TracingContext): Tracing {
  const { definition, registry, environment = process.env, folders } = context;
  const { settings, notices } = traceSettings(definition, options, environment);
  for (const notice of notices) registry.diagnostics.tell('traces_notice', notice, () => notice);
  if (!settings) return NO_TRACING;
  const loaded = loadOpenTelemetry(folders);
  if (!loaded.packages) {
    registry.diagnostics.tell('traces_off', '', () => `traces are off: ${loaded.reason}`);
    return NO_TRACING;
  }
  const { packages } = loaded;
  registerContext(packages);
  const provider = registeredProvider(packages);
  if (provider && !isOurs(provider)) {
    return new OtelTracing({
      packages,
      tracer: provider.getTracer(SCOPE),
      propagator: packages.api.propagation,
      isForeign: true,
      flush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    });
  }
  return ownTracing(packages, settings, registry, environment);
}

function ownTracing(
  packages: OpenTelemetry,
  settings: TraceSettings,
  registry: Registry,
  environment: Readonly<Record<string, string | undefined>>,
): Tracing {
  const attributes = resourceAttributes(settings.serviceName, environment);
  const resource = packages.resources.resourceFromAttributes(attributes);
  const count = spanCounter(registry);
  const exporter = createSpanExporter(settings, { registry, attributes, count });
  const roots = new LocalRoots({
    rules: settings.retention,
    keep: (span) => exporter.keep(span),
    onShed: (spans) => count('retention_full', spans),
  });
  const ratio = settings.recordedRatio;
  const provider = new SharingTracerProvider({
    packages,
    resource,
    ratio,
    roots,
    // Processors of the same SDK, whose types a program without it need not have.
    processors: [exporter, ...(settings.processors as unknown as readonly SpanProcessor[])],
    attributeCharacters: settings.attributeCharacters,
  });
  const propagator = new EveryFormatPropagator({ packages, formats: settings.propagation, ratio });
  const unregister = registerProvider(packages, provider, propagator);
  const removeHooks = onProcessEnd({ flush: () => exporter.flushAtEnd(), save: () => undefined });
  return new OtelTracing({
    packages,
    tracer: provider.getTracer(SCOPE),
    propagator,
    isForeign: false,
    flush: () => exporter.forceFlush(),
    shutdown: async () => {
      unregister();
      removeHooks();
      await provider.shutdown();
    },
  });
}

/** What {@link createSpanExporter} needs beside the settings. */
export interface SpanExporterContext {
  readonly registry: Registry;
  /** Of this program. */
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly count: (result: SpanResult, spans: number) => void;
}

/** Sends spans as settings say. */
export function createSpanExporter(
  settings: TraceSettings,
  { registry, attributes, count }: SpanExporterContext,
): SpanExporter {
  const origins = new OriginReader(attributes);
  return new SpanExporter({
    target: settings.target,
    maxItems: settings.maxQueueSize,
    batchItems: settings.batchSize,
    delayMs: settings.delayMs,
    endTimeoutMs: settings.endTimeoutMs,
    attributeCharacters: settings.attributeCharacters,
    originOf: (span) => origins.of(span),
    count,
    tell: (message) => registry.diagnostics.tell('spans_waiting', '', () => message),
  });
}
