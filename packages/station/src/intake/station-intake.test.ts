import { join } from 'node:path';
import { SeverityNumber, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { resolveDefinition } from '@telltale/definition';
import type { LogRecord, Span } from '@telltale/model';
import { writeOtlpTraces } from '@telltale/model/wire';
import { defineMonitoring } from '@telltale/sdk/define';
import { openLogStore, openTraceStore } from '@telltale/storage';
import { expect, test, vi } from 'vitest';
import { intakeFolder, intakeStation, ownMetric } from '../../test/support/intake-station.ts';
import { otlpGrpcClient } from '../../test/support/otlp-grpc-client.ts';
import type { Station } from '../station.ts';

const shop = resourceFromAttributes({ 'service.name': 'shop', 'host.name': 'a1' });
const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const traceId = '0af7651916cd43dd8448eb211c80319c';

async function traceOf({ url }: Station, id: string): Promise<{ readonly spans?: readonly Span[] }> {
  return (await (await fetch(`${url}/api/telltale/traces/${id}`)).json()) as { spans: Span[] };
}

async function logsOf({ url }: Station, query: string): Promise<readonly LogRecord[]> {
  const parameters = new URLSearchParams({ query });
  const answer = await fetch(`${url}/api/telltale/logs?${parameters}`);
  return ((await answer.json()) as { records: LogRecord[] }).records;
}

test("what the OpenTelemetry SDK sends is read back from the station's own port and from that of OTLP", async () => {
  const station = await intakeStation({ otlp: { http: 0 } });
  for (const url of [station.url, station.otlp.httpUrl]) {
    const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces` });
    const provider = new TracerProvider({
      resource: shop,
      spanProcessors: [new BatchSpanProcessor({ exporter })],
    });
    const tracer = provider.getTracer('checkout');
    const span = tracer.startSpan('POST /pay', { kind: SpanKind.SERVER, attributes: { order: 7 } });
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'refused' }).end();
    await provider.forceFlush();
    await provider.shutdown();
    expect((await traceOf(station, span.spanContext().traceId)).spans).toMatchObject([
      {
        spanId: span.spanContext().spanId,
        name: 'POST /pay',
        kind: 'server',
        status: 'error',
        statusMessage: 'refused',
        service: 'shop',
        scope: 'checkout',
        attributes: { order: 7 },
        resource: { 'host.name': 'a1' },
      },
    ]);
  }
  expect(await ownMetric(station, 'telltale_spans_received_total{source="otlp_http"}')).toBe(2);
});

test('log records come over HTTP and gRPC, and stay when the station is started again', async () => {
  const dataFolder = intakeFolder();
  const station = await intakeStation({ dataFolder, otlp: { grpc: 0 } });
  const seconds = Math.floor(Date.now() / 1000) - 5;
  const theirs = ProtobufLogsSerializer.serializeRequest([
    {
      hrTime: [seconds, 0],
      hrTimeObserved: [seconds, 0],
      spanContext: { traceId, spanId: 'b7ad6b7169203331', traceFlags: 1 },
      severityText: 'ERROR',
      severityNumber: SeverityNumber.ERROR,
      body: 'payment failed',
      resource: shop,
      instrumentationScope: { name: 'checkout' },
      attributes: { order: 7 },
      droppedAttributesCount: 0,
    },
  ])!;
  const overHttp = await fetch(`${station.url}/v1/logs`, {
    method: 'POST',
    headers: PROTOBUF,
    body: Buffer.from(theirs),
  });
  expect(overHttp.status).toBe(200);
  await otlpGrpcClient(station.otlp.grpcUrl!).export('logs', theirs);
  const line = {
    timeMs: seconds * 1000,
    severity: 17,
    logger: 'checkout',
    message: 'payment failed',
    traceId,
    attributes: { order: 7 },
    resource: { 'host.name': 'a1' },
  };
  expect(await logsOf(station, 'service=shop level=error failed')).toMatchObject([line, line]);
  expect(await ownMetric(station, 'telltale_logs_received_total{source="otlp_grpc"}')).toBe(1);
  expect(await ownMetric(station, 'telltale_log_store_records')).toBe(2);
  const capacity: unknown = await (await fetch(`${station.url}/api/telltale/capacity`)).json();
  expect(capacity).toMatchObject({ logs: { records: 2, oldestMs: seconds * 1000 }, traces: { records: 0 } });
  await station.stop();
  expect(await logsOf(await intakeStation({ dataFolder }), 'failed')).toMatchObject([line, line]);
});

test("of the traces of a service that sends them all, the definition's share is kept, and every error", async () => {
  const traces = { exporter: 'otlp', ratio: 0 } as const;
  const definition = resolveDefinition(defineMonitoring({ service: 'shop', traces }));
  const station = await intakeStation({ definition, traces: { decisionDelayMs: 1 } });
  const spans = (['ok', 'error', 'ok'] as const).map((status, number): Span => ({
    traceId: String(number + 1).padStart(32, 'a'),
    spanId: 'b'.repeat(16),
    name: 'GET /',
    kind: 'server',
    startMs: Date.now(),
    durationMs: 1,
    status,
    service: 'shop',
    attributes: {},
    events: [],
    links: [],
    resource: {},
  }));
  const body = writeOtlpTraces(spans);
  const sent = await fetch(`${station.url}/v1/traces`, { method: 'POST', headers: PROTOBUF, body });
  expect(sent.status).toBe(200);
  const sampledOut = () => ownMetric(station, 'telltale_traces_sampled_out_total');
  await vi.waitUntil(async () => (await sampledOut()) === 2, { timeout: 10_000, interval: 100 });
  const kept = await Promise.all(
    spans.map(async ({ traceId: id }) => (await traceOf(station, id)).spans?.length),
  );
  expect(kept).toEqual([undefined, 1, undefined]);
});

test.each(['logs', 'traces'])(
  'a station whose %s another process has open does not start, and lets go',
  async (signal) => {
    const dataFolder = intakeFolder();
    const open = signal === 'logs' ? openLogStore : openTraceStore;
    const other = await open({ folder: join(dataFolder, signal) });
    const locked = { code: 'TT_DATA_LOCKED', message: expect.stringContaining(signal) };
    await expect(intakeStation({ dataFolder })).rejects.toMatchObject(locked);
    await other.close();
    await intakeStation({ dataFolder });
  },
);
