import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogRecord } from '../log-record.ts';
import type { RecordProblem } from '../record-problem.ts';
import { DocumentReader } from './document-reader.ts';
import { documentTimeMs } from './document-time.ts';

const defaults = { timeMs: 5, service: 'unnamed' };
const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const nothing = { ...defaults, severity: 0, message: '', attributes: {}, resource: {} };

function read(document: Readonly<Record<string, unknown>>): LogRecord {
  return new DocumentReader().read(document, defaults);
}

const expected = {
  timeMs: 1_790_000_000_123,
  severity: 13,
  severityText: 'WARNING',
  service: 'shop',
  logger: 'checkout',
  message: 'slow',
  traceId,
  spanId,
  attributes: { http: { response: { status_code: 200 } } },
  resource: { 'host.name': 'a1', 'service.version': '2.0' },
};

test("Elastic's schema is read, nested and with dots", () => {
  const time = new Date(1_790_000_000_123).toISOString();
  const nested = {
    '@timestamp': time,
    message: 'slow',
    log: { level: 'WARNING', logger: 'checkout' },
    service: { name: 'shop', version: '2.0' },
    host: { name: 'a1' },
    trace: { id: traceId.toUpperCase() },
    span: { id: spanId },
    http: { response: { status_code: 200 } },
  };
  expect(read(nested)).toEqual(expected);
  const dotted = {
    '@timestamp': time,
    message: 'slow',
    'log.level': 'WARNING',
    'log.logger': 'checkout',
    'service.name': 'shop',
    'service.version': '2.0',
    'host.name': 'a1',
    'trace.id': traceId,
    'span.id': spanId,
    http: { response: { status_code: 200 } },
  };
  expect(read(dotted)).toEqual(expected);
});

test.each<[string, object, Partial<LogRecord>]>([
  [
    'pino',
    { level: 50, time: 1_790_000_000_123, pid: 7, hostname: 'a1', msg: 'failed', order: { id: 7 } },
    {
      timeMs: 1_790_000_000_123,
      severity: 17,
      message: 'failed',
      attributes: { order: { id: 7 } },
      resource: { 'host.name': 'a1', 'process.pid': 7 },
    },
  ],
  [
    'winston',
    { level: 'http', message: 'GET /', timestamp: '2026-09-21 12:53:20', service: 'shop' },
    {
      timeMs: Date.UTC(2026, 8, 21, 12, 53, 20),
      severity: 9,
      severityText: 'http',
      message: 'GET /',
      service: 'shop',
    },
  ],
  [
    'zap',
    { level: 'info', ts: 1_790_000_000.123_456, logger: 'main', msg: 'up', caller: 'main.go:7' },
    {
      timeMs: 1_790_000_000_123.456,
      severity: 9,
      logger: 'main',
      message: 'up',
      attributes: { caller: 'main.go:7' },
    },
  ],
  [
    'Python',
    {
      asctime: '2026-09-21 12:53:20,123',
      levelname: 'CRITICAL',
      name: 'shop.pay',
      message: 'slow',
      otelTraceID: traceId,
    },
    {
      timeMs: Date.UTC(2026, 8, 21, 12, 53, 20, 123),
      severity: 21,
      severityText: 'CRITICAL',
      logger: 'shop.pay',
      message: 'slow',
      traceId,
    },
  ],
  ['structlog', { event: 'slow', level: 'info' }, { severity: 9, message: 'slow' }],
  [
    'a program about people',
    { level: 'info', msg: 'new', name: 'Ada' },
    { severity: 9, message: 'new', attributes: { name: 'Ada' } },
  ],
  [
    "our own writer of Elastic's schema",
    { message: 'm', app: { order: 7 }, ecs: { version: '8.17.0' } },
    { message: 'm', attributes: { order: 7 }, resource: { 'ecs.version': '8.17.0' } },
  ],
  [
    'nobody',
    { level: { of: 'water' }, message: 7, service: ['a'], time: 'soon', app: 'x' },
    { attributes: { level: { of: 'water' }, message: 7, service: ['a'], time: 'soon', app: 'x' } },
  ],
  ['a level of no logger', { level: 'loud' }, { severityText: 'loud' }],
])('what %s writes is read', (_who, document, found) => {
  expect(read(document as Record<string, unknown>)).toEqual({ ...nothing, ...found });
});

test('records of one program share what is known of it', () => {
  const reader = new DocumentReader();
  const [a, b] = [1, 2].map((n) => reader.read({ host: { name: 'a1' }, n }, defaults));
  expect(a.resource).toBe(b.resource);
});

test('ids that are none stay attributes and are noted; zeros say that there is none', () => {
  const problems: RecordProblem[] = [];
  const reader = new DocumentReader((problem) => problems.push(problem));
  expect(reader.read({ trace_id: 'ab'.repeat(33), spanId }, defaults)).toEqual({
    ...nothing,
    spanId,
    attributes: { trace_id: 'ab'.repeat(33) },
  });
  expect(reader.read({ trace_id: '0'.repeat(32) }, defaults)).toEqual(nothing);
  expect(problems).toEqual(['invalid_id']);
});

test('depth and number of values are bounded, and names are like any other', () => {
  const problems: RecordProblem[] = [];
  const reader = new DocumentReader((problem) => problems.push(problem));
  const text = `{"__proto__":{"polluted":true},"deep":${'['.repeat(500)}${']'.repeat(500)}}`;
  const { attributes } = reader.read(JSON.parse(text) as Record<string, unknown>, defaults);
  expect(Object.keys(attributes)).toEqual(['__proto__', 'deep']);
  expect(JSON.stringify(attributes['deep'])).toBe(`${'['.repeat(64)}null${']'.repeat(64)}`);
  const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`a${n}`, n]));
  expect(Object.keys(reader.read(many, defaults).attributes)).toHaveLength(4096);
  expect(problems).toEqual(['too_deep', 'too_many_values']);
});

test('every document becomes a record', () => {
  const name = fc.constantFrom('level', 'log', 'time', 'message', 'service', 'app', 'host', 'trace', 'x');
  const document = fc.dictionary(name, fc.jsonValue());
  fc.assert(
    fc.property(document, (fields) => {
      const record = read(fields);
      expect(Number.isFinite(record.timeMs)).toBe(true);
      expect(record.severity).toBeGreaterThanOrEqual(0);
      expect(JSON.parse(JSON.stringify(record))).toMatchObject({ message: record.message });
    }),
  );
});

test.each([
  ['2026-09-21T12:53:20Z', Date.UTC(2026, 8, 21, 12, 53, 20)],
  ['2026-09-21T12:53:20.123456789+02:00', Date.UTC(2026, 8, 21, 10, 53, 20) + 123.457],
  ['2026-09-21 12:53:20,5', Date.UTC(2026, 8, 21, 12, 53, 20, 500)],
  ['2026-09-21T12:53Z', Date.UTC(2026, 8, 21, 12, 53)],
  ['1790000000', 1_790_000_000_000],
  [1_790_000_000_123_456, 1_790_000_000_123.456],
  [1_790_000_000_123_456_000, 1_790_000_000_123.456],
  ['2026', undefined],
  ['2026-99-21T12:53:20Z', undefined],
  [-1, undefined],
  [0, undefined],
])('the time %j is %j', (text, timeMs) => {
  expect(documentTimeMs(text)).toBe(timeMs);
});
