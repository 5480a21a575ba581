import type { LogRecord } from '@telltale/model';
import { expect, test } from 'vitest';
import winston from 'winston';
import { lineFormat } from './line-format.ts';
import { TimestampText } from './timestamp-text.ts';

const TIME_MS = Date.UTC(2026, 8, 24, 10, 0, 0, 123);

function record(over: Partial<LogRecord> = {}): LogRecord {
  return {
    timeMs: TIME_MS,
    severity: 9,
    service: 'shop',
    logger: 'orders',
    message: 'order placed',
    attributes: { orderId: 7, note: 'two words' },
    resource: { 'host.name': 'a1', 'process.pid': 5, 'service.version': '1.2.0' },
    ...over,
  };
}

const error = {
  type: 'Error',
  message: 'query failed',
  stack: 'Error: query failed\n    at pay (app.ts:1:1)',
  cause: { type: 'TypeError', message: 'no column', stack: 'TypeError: no column\n    at ask (db.ts:2:2)' },
};

test('text is for people: time, level, logger and message, then the fields, and stacks of errors below', () => {
  const text = lineFormat('text', false);
  expect(text.lineOf(record())).toBe(
    '2026-09-24T10:00:00.123Z [INFO] orders: order placed orderId=7 note="two words"\n',
  );
  const traced = record({ severity: 17, traceId: 'ab', attributes: { error } });
  expect(text.lineOf(traced)).toBe(
    `2026-09-24T10:00:00.123Z [ERROR] orders: order placed trace_id=ab
    Error: query failed
        at pay (app.ts:1:1)
    caused by TypeError: no column
        at ask (db.ts:2:2)
`,
  );
});

test('text has colours where it is asked for', () => {
  expect(lineFormat('text', true).lineOf(record({ severity: 13 }))).toContain('[\u001b[33mWARN\u001b[0m]');
});

test('simple is what the format "simple" of winston prints', () => {
  const { attributes, service, message } = record();
  const info = winston.format
    .simple()
    .transform(
      { level: 'info', message, service, timestamp: new Date(TIME_MS).toISOString(), ...attributes },
      {},
    );
  const printed: unknown = Reflect.get(Object(info), Symbol.for('message'));
  expect(lineFormat('simple', false).lineOf(record())).toBe(`${String(printed)}\n`);
});

test('ecs is the common schema of Elastic, with own fields where they clash with nobody', () => {
  const over = { severity: 21, traceId: 'ab', spanId: 'cd' };
  const attributes = { error, event: 'order_failed', request_id: 'r-1', service: 'x', orderId: 7 };
  expect(JSON.parse(lineFormat('ecs', false).lineOf(record({ ...over, attributes })))).toEqual({
    '@timestamp': '2026-09-24T10:00:00.123Z',
    'ecs.version': '8.17.0',
    message: 'order placed',
    log: { level: 'fatal', logger: 'orders' },
    service: { name: 'shop', version: '1.2.0' },
    host: { name: 'a1' },
    process: { pid: 5 },
    trace: { id: 'ab' },
    span: { id: 'cd' },
    http: { request: { id: 'r-1' } },
    event: { action: 'order_failed' },
    error: {
      type: 'Error',
      message: 'query failed',
      stack_trace: `${error.stack}\nCaused by: ${error.cause.stack}`,
    },
    app: { service: 'x', orderId: 7 },
  });
});

test('times are those of the system, to the millisecond, whatever the clock does', () => {
  const text = new TimestampText();
  for (const ms of [TIME_MS, TIME_MS + 1, TIME_MS + 999, TIME_MS, 0, 999.7, 253_402_300_799_999])
    expect(text.of(ms)).toBe(new Date(ms).toISOString());
  expect(text.of(-1)).toBe('1969-12-31T23:59:59.999Z');
  expect(text.of(8.64e15 + 1)).toBe('1970-01-01T00:00:00.000Z');
});
