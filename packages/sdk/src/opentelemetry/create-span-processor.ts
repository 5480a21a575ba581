import type { MonitoringDefinition } from '@telltale/definition';
import type { Registry } from '../registry/registry.ts';
import { createSpanExporter } from '../traces/create-tracing.ts';
import { spanCounter } from '../traces/export/span-counter.ts';
import { resourceAttributes } from '../traces/packages/resource.ts';
import { traceSettings } from '../traces/settings/trace-settings.ts';
import type { SpanProcessorLike, TracesOptions } from '../traces/settings/traces-options.ts';

/** What {@link createSpanProcessor} takes. */
export interface SpanProcessorOptions extends TracesOptions {
  /** Says in its section `traces` where spans go. */
  readonly definition: Pick<MonitoringDefinition, 'service' | 'traces'>;
}

/**
 * Sends the spans of an SDK of OpenTelemetry that the program has set up itself where the definition says: to the
 * station, beside the exporters that are there. What the SDK samples is sent.
 *
 * @example
 * ```ts
 * import { ConsoleSpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
 * import { createRegistry } from '@telltale/sdk';
 * import { defineMonitoring } from '@telltale/sdk/define';
 * import { createSpanProcessor } from '@telltale/sdk/opentelemetry';
 *
 * const definition = defineMonitoring({ service: 'shop', traces: { endpoint: 'http://127.0.0.1:4318' } });
 * const ours = createSpanProcessor(createRegistry(), { definition });
 * const theirs = new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() });
 * const provider = new TracerProvider({ spanProcessors: [theirs, ours] });
 * console.log(typeof provider.getTracer('shop').startSpan); // function
 * ```
 */
export function createSpanProcessor(
  registry: Registry,
  { definition, ...options }: SpanProcessorOptions,
): SpanProcessorLike {
  const { settings, notices } = traceSettings(definition, options, process.env);
  for (const notice of notices) registry.diagnostics.tell('traces_notice', notice, () => notice);
  if (!settings) return NO_PROCESSOR;
  return createSpanExporter(settings, {
    registry,
    attributes: resourceAttributes(settings.serviceName, process.env),
    count: spanCounter(registry),
  });
}

const NO_PROCESSOR: SpanProcessorLike = {
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
