/*
 * What a span costs: OpenTelemetry's SDK alone, and ours on top of it, in one process, in turns. Spans come in bursts
 * with pauses between them, as requests do, so that batches are sent in the pauses; what a batch would be sent to
 * takes it and does nothing. A span has three attributes. Read the ratios (time of each divided by that of the SDK
 * alone, sampled); those of unsampled spans of ours include what is kept of them for the case of an error.
 */
import * as api from '@opentelemetry/api';
import * as hooks from '@opentelemetry/context-async-hooks';
import * as core from '@opentelemetry/core';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import * as resources from '@opentelemetry/resources';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import * as sdk from '@opentelemetry/sdk-trace';
import { writeOtlpTraces } from '@telltale/model/wire';
import { SpanQueue } from '../../packages/sdk/src/traces/export/span-queue.ts';
import { spanOfReadable } from '../../packages/sdk/src/traces/export/to-span.ts';
import { LocalRoots } from '../../packages/sdk/src/traces/sampling/local-roots.ts';
import { SharingTracerProvider } from '../../packages/sdk/src/traces/sampling/tracer-provider.ts';
import { median } from './rounds.ts';
import { printTable } from './table.ts';

const BURST = 400;
const BURSTS = Number(process.env.BURSTS ?? 40);
const ROUNDS = Number(process.env.ROUNDS ?? 9);
const RATIO = 0.1;

api.context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager().enable());

const nobody: sdk.SpanExporter = {
  export: (_, done) => done({ code: core.ExportResultCode.SUCCESS }),
  shutdown: () => Promise.resolve(),
};

function theirTracer(sampler: sdk.Sampler): api.Tracer {
  const spanProcessors = [new sdk.BatchSpanProcessor({ exporter: nobody })];
  return new sdk.TracerProvider({ sampler, spanProcessors }).getTracer('bench');
}

function ourTracer(ratio: number): api.Tracer {
  const queue = new SpanQueue<ReadableSpan>({
    maxItems: 2048,
    batchItems: 512,
    delayMs: 1000,
    send: () => Promise.resolve({ result: 'sent' }),
    onDelivery: () => undefined,
    onDrop: () => undefined,
  });
  const processor: SpanProcessor = {
    onStart: () => undefined,
    onEnd: (span) => queue.add(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const rules = { keepErrors: true, slowerThanMs: 1000 };
  const roots = new LocalRoots({ rules, keep: () => undefined, onShed: () => undefined });
  return new SharingTracerProvider({
    packages: { api, core, hooks, resources, sdk },
    resource: resources.defaultResource(),
    ratio,
    roots,
    processors: [processor],
    attributeCharacters: 16_384,
  }).getTracer('bench');
}

const parentBased = (root: sdk.Sampler) => new sdk.ParentBasedSampler({ root });
const TRACERS: Readonly<Record<string, api.Tracer>> = {
  'OpenTelemetry SDK, sampled': theirTracer(parentBased(new sdk.AlwaysOnSampler())),
  'Telltale, sampled': ourTracer(1),
  'OpenTelemetry SDK, unsampled': theirTracer(parentBased(new sdk.TraceIdRatioBasedSampler(0))),
  'Telltale, unsampled, kept until its end': ourTracer(0),
  [`OpenTelemetry SDK, ${RATIO} sampled`]: theirTracer(parentBased(new sdk.TraceIdRatioBasedSampler(RATIO))),
  [`Telltale, ${RATIO} sampled`]: ourTracer(RATIO),
};

type Work = (tracer: api.Tracer) => void;

const span: Work = (tracer) => {
  const open = tracer.startSpan('operation');
  open.setAttribute('order.id', 7);
  open.setAttribute('customer.tier', 'gold');
  open.setAttribute('paid', true);
  open.end();
};

const request: Work = (tracer) =>
  tracer.startActiveSpan('GET /item/:id', (root) => {
    span(tracer);
    span(tracer);
    root.setAttribute('http.response.status_code', 200);
    root.end();
  });

interface Cost {
  readonly nanoseconds: number;
  readonly cpuNanoseconds: number;
}

async function costOf(work: Work, tracer: api.Tracer): Promise<Cost> {
  const cpu = process.cpuUsage();
  let elapsed = 0n;
  for (let burst = 0; burst < BURSTS; burst++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < BURST; i++) work(tracer);
    elapsed += process.hrtime.bigint() - start;
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { user, system } = process.cpuUsage(cpu);
  const times = BURST * BURSTS;
  return { nanoseconds: Number(elapsed) / times, cpuNanoseconds: ((user + system) * 1000) / times };
}

async function contest(title: string, work: Work): Promise<void> {
  const names = Object.keys(TRACERS);
  for (let warmUp = 0; warmUp < 3; warmUp++) for (const name of names) await costOf(work, TRACERS[name]);
  const rounds: Record<string, Cost>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const costs: Record<string, Cost> = {};
    for (const name of names) costs[name] = await costOf(work, TRACERS[name]);
    rounds.push(costs);
  }
  const rows = names.map((name) => {
    const ratio = (read: (cost: Cost) => number) =>
      median(rounds.map((costs) => read(costs[name]) / read(costs[names[0]]))).toFixed(2);
    return [
      name,
      `${median(rounds.map((costs) => costs[name].nanoseconds)).toFixed(0)} ns`,
      `${ratio(({ nanoseconds }) => nanoseconds)}×`,
      `${ratio(({ cpuNanoseconds }) => cpuNanoseconds)}×`,
    ];
  });
  console.log(`\n### ${title}\n`);
  printTable(['', 'a call', 'ratio', 'ratio of CPU'], rows);
}

/** What it takes to make a request of spans that have ended. */
function encoding(): void {
  const spans: ReadableSpan[] = [];
  const keep: SpanProcessor = {
    onStart: () => undefined,
    onEnd: (ended) => void spans.push(ended),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const tracer = new sdk.TracerProvider({ spanProcessors: [keep] }).getTracer('bench');
  for (let i = 0; i < 512; i++) request(tracer);
  const origin = { service: 'bench', resource: {} };
  const loops = {
    'OpenTelemetry serializer': () => ProtobufTraceSerializer.serializeRequest(spans),
    Telltale: () => writeOtlpTraces(spans.map((one) => spanOfReadable(one, origin))),
  };
  const rows = Object.entries(loops).map(([name, encode]) => {
    for (let i = 0; i < 20; i++) encode();
    const times = Array.from({ length: 30 }, () => {
      const start = performance.now();
      encode();
      return ((performance.now() - start) * 1000) / spans.length;
    });
    return [name, `${median(times).toFixed(2)} µs`];
  });
  console.log('\n### a span as OTLP\n');
  printTable(['', 'a span'], rows);
}

await contest('a span with three attributes', span);
await contest('a request: an active span with two spans in it', request);
encoding();
process.exit();
