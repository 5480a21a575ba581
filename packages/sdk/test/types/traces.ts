/*
 * What the compiler must take and find about spans. This file is compiled, never run: each `@ts-expect-error` fails
 * the compilation where the mistake in the next line is accepted.
 */
import type { Span, Tracer } from '@opentelemetry/api';
import { SimpleSpanProcessor, TracerProvider, InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { createRegistry, instrument, service, telemetryOf } from '@telltale/sdk';
import type { OtelTracer } from '@telltale/sdk';
import { defineMonitoring, methods } from '@telltale/sdk/define';
import { createSpanProcessor } from '@telltale/sdk/opentelemetry';

const definition = defineMonitoring({
  service: 'shop',
  kits: [methods()],
  traces: { ratio: 0.1, exporter: 'jaeger', slowerThan: '2s', propagation: ['w3c', 'b3'] },
});
const exporter = new InMemorySpanExporter();
const t = instrument(definition, { traces: { processors: [new SimpleSpanProcessor({ exporter })] } });

/** Work hands on its result. */
export const order: Promise<number> = t.trace('place', { attributes: { 'order.id': 7 } }, async (span) => {
  span.set({ 'customer.tier': 'gold', tags: ['a'], paid: true, discount: undefined }).event('placed');
  return 7;
});
export const result: string = t.observe('import', { log: 'debug' }, (span) => span.traceId);
export const headers: { topic: string } = t.propagation.inject({ topic: 'orders' });

/** A tracer of ours is one of OpenTelemetry's, and the other way round. */
export const theirs: Tracer = t.tracer;
declare const apiTracer: Tracer;
export const ours: OtelTracer = apiTracer;
export const span: Span = theirs.startSpan('work');
export const provider = new TracerProvider({
  spanProcessors: [createSpanProcessor(createRegistry(), { definition })],
});

class Orders {
  place(id: string): string {
    return id;
  }
}
export const Observed: typeof Orders = service({ tracing: { sampler: 0.1 } })(Orders);
export const Bare: typeof Orders = service(Orders);
telemetryOf({ logging: { level: 'INFO' } }).trace('work', () => undefined);

// @ts-expect-error a value that no attribute can have
t.trace('work', { attributes: { when: new Date() } }, () => undefined);
// @ts-expect-error a kind that there is not
t.trace('work', { kind: 'database' }, () => undefined);
// @ts-expect-error nothing to do
t.trace('work', { kind: 'client' });
// @ts-expect-error a format that there is not
defineMonitoring({ service: 'shop', traces: { propagation: ['zipkin'] } });
// @ts-expect-error an exporter that there is not
defineMonitoring({ service: 'shop', traces: { exporter: 'zipkin' } });
// @ts-expect-error not a duration
defineMonitoring({ service: 'shop', traces: { slowerThan: 2 } });
