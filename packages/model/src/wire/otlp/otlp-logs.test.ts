import { SeverityNumber } from '@opentelemetry/api';
import { ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { expect, test } from 'vitest';
import type { LogRecord } from '../../logs/log-record.ts';
import { parseOtlpLogs } from './parse-otlp-logs.ts';
import { writeOtlpLogs } from './write-otlp-logs.ts';

type ExportedLogs = Parameters<typeof ProtobufLogsSerializer.serializeRequest>[0];

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = 'b7ad6b7169203331';
const SECONDS = 1_790_000_000;

const shop = resourceFromAttributes({ 'service.name': 'shop', 'host.name': 'a1', shards: 4 });
const checkout = { name: 'checkout', version: '1.2.3' };

/** Log records as the SDK of OpenTelemetry gives them to its exporters. */
const theirs: ExportedLogs = ['first', 'second'].map((text, index) => ({
  hrTime: [SECONDS, 123_456_000 + index * 1000],
  hrTimeObserved: [SECONDS + 1, 0],
  spanContext: { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 },
  severityText: 'WARN',
  severityNumber: SeverityNumber.WARN,
  body: index === 0 ? text : { text, nested: { list: [1, 'a', null, true] } },
  resource: shop,
  instrumentationScope: checkout,
  attributes: { 'http.route': '/pay', size: 2.5, ok: false, tags: ['x', 'y'], big: 2 ** 60 + 2 ** 10 },
  droppedAttributesCount: 0,
}));

const ours: readonly LogRecord[] = ['first', '{"text":"second","nested":{"list":[1,"a",null,true]}}'].map(
  (message, index) => ({
    timeMs: SECONDS * 1000 + (123_456 + index) / 1000,
    severity: 13,
    service: 'shop',
    logger: 'checkout',
    message,
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    attributes: {
      'http.route': '/pay',
      size: 2.5,
      ok: false,
      tags: ['x', 'y'],
      big: String(2n ** 60n + 2n ** 10n),
      ...(index === 1 && { text: 'second', nested: { list: [1, 'a', null, true] } }),
    },
    resource: { 'host.name': 'a1', shards: 4 },
  }),
);

test('log records of the OpenTelemetry exporter are read from protobuf', () => {
  const { items, rejected, faults } = parseOtlpLogs(ProtobufLogsSerializer.serializeRequest(theirs)!);
  expect({ items, rejected, faults }).toEqual({ items: ours, rejected: 0, faults: [] });
  expect(items[0].resource).toBe(items[1].resource);
});

test('log records that are written are read as they were', () => {
  expect(parseOtlpLogs(writeOtlpLogs(ours)).items).toEqual(ours);
});
