import { SeverityNumber } from '@opentelemetry/api';
import { JsonLogsSerializer, ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { expect, test } from 'vitest';
import { EXPORT_LOGS_REQUEST } from '../../../test/support/otlp-schema.ts';
import { readMessage } from '../../../test/support/read-message.ts';
import type { LogRecord } from '../../logs/log-record.ts';
import { parseOtlpLogs } from './parse-otlp-logs.ts';
import { parseOtlpLogsJson } from './parse-otlp-logs-json.ts';
import { writeOtlpLogs } from './write-otlp-logs.ts';

type ExportedLogs = Parameters<typeof ProtobufLogsSerializer.serializeRequest>[0];

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = 'b7ad6b7169203331';
const SECONDS = 1_790_000_000;

const shop = resourceFromAttributes({ 'service.name': 'shop', 'host.name': 'a1', shards: 4 });
const checkout = { name: 'checkout', version: '' };

/** Log records as the SDK of OpenTelemetry gives them to its exporters. */
const theirs: ExportedLogs = ['first', 'second'].map((text, index) => ({
  hrTime: [SECONDS, 123_456_000 + index * 1000],
  hrTimeObserved: [SECONDS, 123_456_000 + index * 1000],
  spanContext: { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 0 },
  severityText: 'WARN',
  severityNumber: SeverityNumber.WARN,
  body: index === 0 ? text : { text, nested: { list: [1, 'a', null, true] } },
  resource: shop,
  instrumentationScope: checkout,
  attributes: { 'http.route': '/pay', size: 2.5, ok: false, tags: ['x', 'y'] },
  droppedAttributesCount: 0,
}));

const first: LogRecord = {
  timeMs: SECONDS * 1000 + 123.456,
  severity: 13,
  service: 'shop',
  logger: 'checkout',
  message: 'first',
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  attributes: { 'http.route': '/pay', size: 2.5, ok: false, tags: ['x', 'y'] },
  resource: { 'host.name': 'a1', shards: 4 },
};
const ours: readonly LogRecord[] = [
  first,
  {
    ...first,
    timeMs: SECONDS * 1000 + 123.457,
    message: '{"text":"second","nested":{"list":[1,"a",null,true]}}',
    attributes: { ...first.attributes, text: 'second', nested: { list: [1, 'a', null, true] } },
  },
];

test('log records of the OpenTelemetry exporter are read, and share what is known of the program', () => {
  const { items, rejected, faults } = parseOtlpLogs(ProtobufLogsSerializer.serializeRequest(theirs)!);
  expect({ items, rejected, faults }).toEqual({ items: ours, rejected: 0, faults: [] });
  expect(items[0].resource).toBe(items[1].resource);
  const json = Buffer.from(JsonLogsSerializer.serializeRequest(theirs)!).toString();
  expect(parseOtlpLogsJson(json).items).toEqual(ours);
});

test('log records are written as the OpenTelemetry exporter writes them', () => {
  const bytes = ProtobufLogsSerializer.serializeRequest([theirs[0]])!;
  expect(comparable(writeOtlpLogs([first]))).toEqual(comparable(bytes));
});

test('names of the proto files, words for numbers and numbers for texts are read in JSON', () => {
  const record = {
    time_unix_nano: 1_790_000_000_123_456_000,
    severity_number: 'SEVERITY_NUMBER_ERROR2',
    severity_text: 'Severe',
    body: { string_value: 'as it is' },
    attributes: [
      { key: 'int', value: { int_value: 12 } },
      { key: 'text', value: { intValue: '-9223372036854775808' } },
      { key: 'double', value: { double_value: 'NaN' } },
      { key: 'list', value: { array_value: { values: [{ bool_value: true }, {}] } } },
      { key: 'table', value: { kvlist_value: { values: [{ key: 'a', value: { bytes_value: 'AAE=' } }] } } },
    ],
    trace_id: TRACE_ID.toUpperCase(),
    event_name: 'order.paid',
  };
  const scope = { scope: null, log_records: [record] };
  const { items } = parseOtlpLogsJson(JSON.stringify({ resource_logs: [{ scope_logs: [scope] }] }));
  expect(items).toEqual([
    {
      timeMs: 1_790_000_000_123.456,
      severity: 18,
      severityText: 'Severe',
      service: 'unknown_service',
      message: 'as it is',
      traceId: TRACE_ID,
      attributes: {
        int: 12,
        text: '-9223372036854775808',
        double: 'NaN',
        list: [true, null],
        table: { a: 'AAE=' },
        'event.name': 'order.paid',
      },
      resource: {},
    },
  ]);
});

test('a record without a time happened when it was seen, or else when it was received', () => {
  const records = [{ observedTimeUnixNano: '5000000' }, {}];
  const json = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: records }] }] });
  expect(parseOtlpLogsJson(json, { receivedMs: 7 }).items.map(({ timeMs }) => timeMs)).toEqual([5, 7]);
});

/** What a request says; theirs sends defaults as well. */
function comparable(bytes: Uint8Array): unknown {
  return withoutDefaults(readMessage(bytes, EXPORT_LOGS_REQUEST));
}

/** A message without what is sent although it is the default. */
function withoutDefaults(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, withoutDefaults(part)] as const);
  return Object.fromEntries(entries.filter(([, part]) => !['[0]', '[""]'].includes(JSON.stringify(part))));
}
