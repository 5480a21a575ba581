import { createServer } from 'node:http';
import type { Span } from '@opentelemetry/api';
import { SpanKind, SpanStatusCode, context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { TraceState, W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Span as ModelSpan } from '@telltale/model';
import { defineMonitoring, httpServer } from '@telltale/definition';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { ask, close, listen, until } from '../../test/support/http-requests.ts';
import { startReceiver } from '../../test/support/receiver.ts';
import { startSpanReceiver } from '../../test/support/span-receiver.ts';
import { instrument } from '../instrument.ts';
import { createRegistry } from '../registry/registry.ts';
import { createSpanProcessor } from './create-span-processor.ts';

afterEach(() => {
  trace.disable();
  propagation.disable();
  context.disable();
});

/** An SDK that the program has set up itself, with an exporter of its own and the way to the station. */
function ownSdk(endpoint: string) {
  const exporter = new InMemorySpanExporter();
  const definition = { service: 'ignored', traces: { endpoint } };
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'legacy', 'service.version': '4' }),
    spanProcessors: [
      new SimpleSpanProcessor({ exporter }),
      createSpanProcessor(createRegistry(), { definition, delayMs: 5 }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  onTestFinished(() => provider.shutdown());
  return exporter;
}

describe('a program with an OpenTelemetry SDK of its own', () => {
  test('has its spans at its own exporter and at the station, each once', async () => {
    const { url, spans } = await startSpanReceiver();
    const exporter = ownSdk(url);
    const definition = defineMonitoring({ service: 'shop', traces: { endpoint: url } });
    const t = instrument(definition, { traces: { delayMs: 5 } });
    trace.getTracer('theirs').startActiveSpan('their work', (outer) => {
      t.trace('our work', (inner) => expect(inner.traceId).toBe(outer.spanContext().traceId));
      outer.end();
    });
    await until(() => spans.length === 2);
    await t.shutdown();
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['our work', 'their work']);
    expect(spans).toMatchObject([
      { name: 'our work', service: 'legacy', resource: { 'service.version': '4' } },
      { name: 'their work', service: 'legacy' },
    ]);
    expect(trace.getTracer('theirs').startSpan('later').isRecording()).toBe(true);
  });

  test('that makes server spans itself is told the route, and no second span is made', async () => {
    const { url, spans } = await startSpanReceiver();
    ownSdk(url);
    const definition = defineMonitoring({ service: 'shop', kits: [httpServer()], traces: {} });
    const t = instrument(definition);
    const handler = t.http.wrap((request, response) => {
      t.http.route(request, '/item/:id');
      response.end();
    });
    const server = createServer((request, response) => {
      // As the instrumentation of `node:http` does.
      trace.getTracer('http').startActiveSpan('GET', { kind: SpanKind.SERVER }, (span: Span) => {
        response.on('close', () => setImmediate(() => span.end()));
        handler(request, response);
      });
    });
    const address = await listen(server);
    onTestFinished(() => close(server));
    await ask(`${address}/item/1`);
    await until(() => spans.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(spans).toMatchObject([{ name: 'GET /item/:id', attributes: { 'http.route': '/item/:id' } }]);
  });

  test('makes the spans of its outgoing requests itself', async () => {
    const { url, spans } = await startSpanReceiver();
    ownSdk(url);
    const t = instrument(defineMonitoring({ service: 'shop', traces: {} }));
    onTestFinished(() => t.shutdown());
    const other = await startReceiver();
    await t.trace('work', () => ask(other.url));
    await until(() => spans.length === 1);
    expect(other.requests[0].headers).not.toHaveProperty('traceparent');
  });
});

test("what arrives is what OpenTelemetry's own exporter sends of the same spans", async () => {
  const [ours, theirs] = [await startSpanReceiver(), await startSpanReceiver()];
  const definition = { service: 'shop', traces: { endpoint: ours.url } };
  const exporter = new OTLPTraceExporter({ url: `${theirs.url}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'legacy', 'host.cores': 4, tags: ['a', 'b'] }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter }),
      createSpanProcessor(createRegistry(), { definition }),
    ],
  });
  const tracer = provider.getTracer('scope', '1.0');
  const remote = {
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    traceFlags: 1,
    traceState: new TraceState('v=1'),
  };
  const links = [{ context: remote, attributes: { why: 'retry' } }];
  const within = trace.setSpanContext(context.active(), remote);
  const root = tracer.startSpan(
    'root',
    { kind: SpanKind.PRODUCER, links, attributes: { 'a.b': 'ü€', n: -1 } },
    within,
  );
  root.setAttributes({ float: 0.25, big: 2 ** 52, flag: false, list: [1, 2, 3], empty: [], none: '' });
  root
    .addEvent('happened', { at: 'noon', times: 3 })
    .setStatus({ code: SpanStatusCode.ERROR, message: 'no' });
  tracer.startSpan('child', { root: true }).setStatus({ code: SpanStatusCode.OK }).end();
  root.recordException(new TypeError('wrong'));
  root.end();
  await provider.shutdown();
  // Ours rounds times to the microsecond, each by itself.
  const close = (ms: number) => expect.closeTo(ms, 2) as number;
  const sorted = ({ spans }: { spans: readonly ModelSpan[] }) =>
    spans
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map((span) => ({
        ...span,
        startMs: close(span.startMs),
        durationMs: close(span.durationMs),
        events: span.events.map((event) => ({ ...event, timeMs: close(event.timeMs) })),
      }));
  expect(ours.spans.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual(sorted(theirs));
  expect(ours.spans).toHaveLength(2);
});

test('spans go to processors of the program as well, where ours is the SDK', async () => {
  const { url, spans } = await startSpanReceiver();
  const exporter = new InMemorySpanExporter();
  const definition = defineMonitoring({ service: 'shop', traces: { endpoint: url } });
  const processors = [new SimpleSpanProcessor({ exporter })];
  const t = instrument(definition, { traces: { processors } });
  t.trace('work', () => undefined);
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['work']);
  await t.shutdown();
  expect(spans.map(({ name }) => name)).toEqual(['work']);
});

test('what instrumentations make with the global tracer is sent, and below the work it is done in', async () => {
  const { url, spans } = await startSpanReceiver();
  const definition = defineMonitoring({ service: 'shop', traces: { endpoint: url } });
  const t = instrument(definition);
  t.trace('work', () => trace.getTracer('@opentelemetry/instrumentation-pg').startSpan('pg.query').end());
  await t.shutdown();
  expect(spans).toMatchObject([
    { name: 'pg.query', scope: '@opentelemetry/instrumentation-pg', parentSpanId: spans[1].spanId },
    { name: 'work' },
  ]);
  expect(trace.getTracer('later').startSpan('later').isRecording()).toBe(false);
});

test('without its packages traces are off, which is told once with what to install', async () => {
  const { createTracing } = await import('../traces/create-tracing.ts');
  const registry = createRegistry();
  const told: string[] = [];
  registry.onDiagnostic(({ kind, message }) => told.push(`${kind} ${message}`));
  const definition = { service: 'shop', traces: {} };
  const tracing = createTracing({}, { definition, registry, environment: {}, folders: ['/'] });
  expect(tracing.isOn).toBe(false);
  expect(tracing.trace('work', () => 5)).toBe(5);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(
    /^traces_off traces are off: .*@opentelemetry\/sdk-trace.* are not installed: npm install @opentelemetry\/api /,
  );
});
