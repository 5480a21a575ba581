export { activeSpan } from './opentelemetry/active-span.ts';
export type { SpanLabels } from './opentelemetry/active-span.ts';
export { createMeterProvider } from './opentelemetry/create-meter-provider.ts';
export type { MeterProviderOptions } from './opentelemetry/create-meter-provider.ts';
export { createSpanProcessor } from './opentelemetry/create-span-processor.ts';
export type { SpanProcessorOptions } from './opentelemetry/create-span-processor.ts';
export type { SpanProcessorLike, TracesOptions } from './traces/settings/traces-options.ts';
export { registerOpenTelemetry } from './opentelemetry/instrumentation/register-opentelemetry.ts';
export type {
  RegisterOptions,
  Registration,
} from './opentelemetry/instrumentation/register-opentelemetry.ts';
export type { MetricStreamView } from './opentelemetry/metrics/view.ts';
export type { Translation } from './opentelemetry/translation/translation.ts';
