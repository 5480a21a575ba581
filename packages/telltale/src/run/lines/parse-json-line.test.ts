import { Writable } from 'node:stream';
import { createLogger as createBunyan, stdSerializers } from 'bunyan';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import winston from 'winston';
import { parseJsonLine } from './parse-json-line.ts';
import { parseLogfmtLine } from './parse-logfmt-line.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const TIME = '2026-11-22T12:00:00.123Z';
const TIME_MS = Date.parse(TIME);

/** Collects what a logger writes. */
function collected() {
  let text = '';
  const stream = new Writable({
    write: (chunk, _, done) => {
      text += String(chunk);
      done();
    },
  });
  return { stream, line: () => text.trim() };
}

describe('lines of real loggers', () => {
  const error = new TypeError('no such card');
  const asRecord = {
    severity: 17,
    message: 'payment refused',
    timeMs: expect.closeTo(Date.now(), -5),
    attributes: expect.objectContaining({ order: { id: 7 } }),
  };

  test('pino, as it writes', () => {
    const time = Date.now() - 10;
    const stack = 'TypeError: no such card\\n    at pay.js:7:9';
    const line = `{"level":50,"time":${time},"pid":7,"hostname":"a1","name":"shop","order":{"id":7},"err":{"type":"TypeError","message":"no such card","stack":"${stack}","code":5},"trace_id":"${TRACE}","span_id":"${SPAN}","msg":"payment refused"}`;
    const parsed = parseJsonLine(line);
    expect(parsed).toMatchObject({ ...asRecord, timeMs: time, logger: 'shop', traceId: TRACE, spanId: SPAN });
    expect(parsed?.attributes).toMatchObject({
      err: { code: 5 },
      'exception.type': 'TypeError',
      'exception.message': 'no such card',
      'exception.stacktrace': expect.stringContaining('pay.js'),
    });
  });

  test('bunyan', () => {
    const { stream, line } = collected();
    createBunyan({ name: 'shop', stream, serializers: stdSerializers }).error(
      { order: { id: 7 }, err: error },
      'payment refused',
    );
    const parsed = parseJsonLine(line());
    expect(parsed).toMatchObject({ ...asRecord, logger: 'shop' });
    expect(parsed?.attributes).toMatchObject({ 'exception.type': 'TypeError' });
    expect(parsed?.attributes).not.toHaveProperty('v');
  });

  test('winston', () => {
    const { stream, line } = collected();
    const format = winston.format.combine(
      winston.format.timestamp(),
      winston.format.errors({ stack: true }),
      winston.format.json(),
    );
    const logger = winston.createLogger({ format, transports: [new winston.transports.Stream({ stream })] });
    logger.error('payment refused', { order: { id: 7 }, service: 'dev-shop', stack: error.stack });
    expect(parseJsonLine(line())).toMatchObject({
      ...asRecord,
      service: 'dev-shop',
      attributes: {
        order: { id: 7 },
        'exception.stacktrace': expect.stringContaining('TypeError: no such card'),
      },
    });
  });
});

test.each([
  [
    'zap',
    { level: 'warn', ts: TIME_MS / 1000, logger: 'shop', caller: 'a.go:1', msg: 'slow', ms: 5 },
    { severity: 13, logger: 'shop', timeMs: TIME_MS },
  ],
  [
    'logrus',
    { level: 'warning', time: TIME, msg: 'slow' },
    { severity: 13, severityText: 'warning', timeMs: TIME_MS },
  ],
  ['zerolog', { level: 'fatal', time: TIME_MS / 1000, message: 'slow' }, { severity: 21, timeMs: TIME_MS }],
  [
    'slog',
    { time: '2026-11-22T13:00:00.123+01:00', level: 'DEBUG', msg: 'slow' },
    { severity: 5, timeMs: TIME_MS },
  ],
  [
    'python-json-logger',
    { asctime: '2026-11-22 12:00:00,123', levelname: 'CRITICAL', name: 'shop.pay', message: 'slow' },
    { severity: 21, severityText: 'CRITICAL', logger: 'shop.pay' },
  ],
  ['structlog', { event: 'slow', level: 'info', timestamp: TIME }, { severity: 9, timeMs: TIME_MS }],
  [
    'ECS',
    {
      '@timestamp': TIME,
      'log.level': 'error',
      message: 'slow',
      'ecs.version': '8.10.0',
      service: { name: 'shop' },
      log: { logger: 'pay' },
      'trace.id': TRACE,
      'span.id': SPAN,
    },
    { severity: 17, service: 'shop', logger: 'pay', traceId: TRACE, spanId: SPAN },
  ],
  [
    'logback',
    { '@timestamp': TIME, '@version': '1', message: 'slow', logger_name: 'a.B', level: 'ERROR' },
    { severity: 17, logger: 'a.B' },
  ],
  ['nanoseconds', { message: 'slow', time: TIME_MS * 1e6 }, { severity: 0, timeMs: TIME_MS }],
  ['Google', { severity: 'NOTICE', message: 'slow' }, { severity: 9, severityText: 'NOTICE' }],
  ['unknown words', { level: 'loud', message: 'slow' }, { severity: 0, severityText: 'loud' }],
  [
    'ids that are none',
    { message: 'slow', trace_id: '0'.repeat(32), span_id: 'x' },
    { attributes: { span_id: 'x' } },
  ],
  ['times that are none', { message: 'slow', time: '12:00', ts: 5 }, { attributes: { time: '12:00' } }],
  [
    'a name that is none of a logger',
    { message: 'slow', level: 'info', name: 'Ada' },
    { attributes: { name: 'Ada' } },
  ],
])('a line of %s is read', (_, fields, expected) => {
  const parsed = parseJsonLine(JSON.stringify(fields));
  expect(parsed).toMatchObject({ message: 'slow', ...expected });
});

test('what is no record of a log is a line of text', () => {
  for (const line of [
    '',
    '{}',
    '[1]',
    '{"a":1}',
    '{"msg":',
    'null',
    '{"message":{"a":1}}',
    'x {"msg":"a"}',
  ]) {
    expect(parseJsonLine(line)).toBeUndefined();
  }
});

test('names that objects have, and what is nested without end, do no harm', () => {
  const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
  const parsed = parseJsonLine(`{"msg":"x","__proto__":{"polluted":1},"constructor":2,"deep":${deep}}`);
  expect(Object.keys(parsed?.attributes ?? {}).toSorted()).toEqual(['__proto__', 'constructor', 'deep']);
  expect({}).not.toHaveProperty('polluted');
  expect(JSON.stringify(parsed?.attributes['deep']).length).toBeLessThan(1000);
});

test('any JSON is read or not, and nothing throws', () => {
  fc.assert(
    fc.property(
      fc.json({ maxDepth: 4 }),
      fc.constantFrom('msg', 'level', 'time', 'err', 'log', 'trace', 'stack'),
      (json, name) => {
        parseJsonLine(json);
        expect(parseJsonLine(`{"message":"m","${name}":${json}}`)).toBeDefined();
      },
    ),
    { numRuns: 300 },
  );
});

test('logfmt is read as logrus and slog write it', () => {
  const line = `time=${TIME} level=warning msg="disk \\"a\\" is full" used=0.97 readonly=true path=/var/lib`;
  expect(parseLogfmtLine(line)).toEqual({
    message: 'disk "a" is full',
    severity: 13,
    severityText: 'warning',
    timeMs: TIME_MS,
    attributes: { used: 0.97, readonly: true, path: '/var/lib' },
    resource: {},
  });
  for (const other of ['level=info', 'set level=info msg= here', 'a=b c=d', 'level=info msg="open']) {
    expect(parseLogfmtLine(other)).toBeUndefined();
  }
});
