import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { expect, test } from 'vitest';
import type { Span } from '../../traces/span.ts';
import { parseOtlpTraces } from './parse-otlp-traces.ts';
import { parseOtlpTracesJson } from './parse-otlp-traces-json.ts';
import { writeOtlpTraces } from './write-otlp-traces.ts';

type ExportedSpans = Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0];

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const parentSpanId = '00f067aa0ba902b7';
const other = { traceId: 'f'.repeat(32), spanId: 'e'.repeat(16), traceFlags: 1 };
const SECONDS = 1_790_000_000;

/** A span as the SDK of OpenTelemetry gives it to its exporters. */
const theirs: ExportedSpans = [
  {
    name: 'POST /pay',
    kind: SpanKind.SERVER,
    spanContext: () => ({ traceId, spanId, traceFlags: 1 }),
    parentSpanContext: { traceId, spanId: parentSpanId, traceFlags: 1 },
    startTime: [SECONDS, 1000],
    endTime: [SECONDS, 250_000_000],
    duration: [0, 249_999_000],
    status: { code: SpanStatusCode.ERROR, message: 'card refused' },
    attributes: { 'http.response.status_code': 502 },
    links: [{ context: other, attributes: { why: 'retry' } }],
    events: [{ time: [SECONDS, 2_000_000], name: 'exception', attributes: { 'exception.type': 'E' } }],
    ended: true,
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    instrumentationScope: { name: 'http', version: '1' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  },
];

const ours: readonly Span[] = [
  {
    traceId,
    spanId,
    parentSpanId,
    name: 'POST /pay',
    kind: 'server',
    startMs: SECONDS * 1000 + 0.001,
    durationMs: 249.999,
    status: 'error',
    statusMessage: 'card refused',
    service: 'shop',
    scope: 'http',
    attributes: { 'http.response.status_code': 502 },
    events: [{ timeMs: SECONDS * 1000 + 2, name: 'exception', attributes: { 'exception.type': 'E' } }],
    links: [{ traceId: other.traceId, spanId: other.spanId, attributes: { why: 'retry' } }],
    resource: {},
  },
];

test('spans of the OpenTelemetry exporter are read', () => {
  const bytes = ProtobufTraceSerializer.serializeRequest(theirs)!;
  expect(parseOtlpTraces(bytes)).toEqual({ items: ours, rejected: 0, faults: [] });
  const json = Buffer.from(JsonTraceSerializer.serializeRequest(theirs)!).toString();
  expect(parseOtlpTracesJson(json)).toEqual({ items: ours, rejected: 0, faults: [] });
  expect(parseOtlpTraces(writeOtlpTraces(ours)).items).toEqual(ours);
});

test('names of the proto files and words for numbers are read in JSON', () => {
  const span = {
    trace_id: traceId,
    span_id: spanId,
    name: 'n',
    kind: 'SPAN_KIND_PRODUCER',
    start_time_unix_nano: '1790000000000000000',
    end_time_unix_nano: 1_790_000_000_500_000_000,
    status: { code: 'STATUS_CODE_OK' },
  };
  const json = JSON.stringify({ resource_spans: [{ scope_spans: [{ spans: [span] }] }] });
  expect(parseOtlpTracesJson(json).items).toMatchObject([
    { traceId, spanId, kind: 'producer', startMs: SECONDS * 1000, durationMs: 500, status: 'ok' },
  ]);
});

test('a span that ends before it begins took no time', () => {
  const json = JSON.stringify({
    resourceSpans: [
      { scopeSpans: [{ spans: [{ traceId, spanId, startTimeUnixNano: '9000000', endTimeUnixNano: '8' }] }] },
    ],
  });
  expect(parseOtlpTracesJson(json).items).toMatchObject([{ startMs: 9, durationMs: 0 }]);
});
