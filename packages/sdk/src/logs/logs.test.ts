import { event } from '@telltale/definition';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLogs } from '../../test/support/logs.ts';
import { valuesOf } from '../../test/support/registry-view.ts';
import { waitFor } from '../../test/support/workspace.ts';
import { runInContext, withContext } from '../context/context.ts';

describe('a record', () => {
  test('has the text first or the fields first, as one is used to', () => {
    const { log, lines } = startLogs();
    log.info('order placed', { orderId: 7 });
    log.info({ orderId: 8 }, 'order placed');
    log.info('took %d ms of %s', 5, 'all', { orderId: 9 });
    log.info({ orderId: 10 }, 'took %d ms', 6);
    log.info('100 % sure');
    expect(lines().map(({ message, orderId }) => [message, orderId])).toEqual([
      ['order placed', 7],
      ['order placed', 8],
      ['took 5 ms of all', 9],
      ['took 6 ms', 10],
      ['100 % sure', undefined],
    ]);
  });

  test('is a line of JSON with timestamp, level, logger, message and service, whatever is in the message', () => {
    const { log, text, lines } = startLogs();
    const message = 'a "quote", a \\, a\nline, a\ttab, \u0000, 😀, ü, \u2028, {"level":"fake"}';
    const before = Date.now();
    log.warn(message);
    expect(text().match(/\n/g)).toHaveLength(1);
    const [line] = lines();
    expect(Object.keys(line)).toEqual(['timestamp', 'level', 'logger', 'message', 'service']);
    expect(line).toMatchObject({ level: 'warn', logger: 'shop', message, service: 'shop' });
    const ms = Date.parse(String(line['timestamp']));
    expect(String(line['timestamp'])).toBe(new Date(ms).toISOString());
    expect(ms).toBeGreaterThanOrEqual(before);
  });

  test('of an error has its type, message, stack and causes', () => {
    const { log, lines } = startLogs();
    const cause = Object.assign(new TypeError('no such column'), { code: '42703' });
    log.error(new Error('query failed', { cause }));
    log.error('cannot pay', new AggregateError([new RangeError('too much')], 'both failed'));
    log.error({ err: cause, orderId: 7 }, 'with a field');
    const [first, second, third] = lines();
    expect(first).toMatchObject({
      message: 'query failed',
      error: {
        type: 'Error',
        message: 'query failed',
        stack: expect.stringMatching(/^Error: query failed\n {4}at /) as unknown,
        cause: {
          type: 'TypeError',
          message: 'no such column',
          code: '42703',
          stack: expect.any(String) as unknown,
        },
      },
    });
    expect(second).toMatchObject({
      message: 'cannot pay',
      error: { type: 'AggregateError', errors: [{ type: 'RangeError', message: 'too much' }] },
    });
    expect(third).toMatchObject({ message: 'with a field', orderId: 7, error: { type: 'TypeError' } });
  });

  test('has no key twice: what it says of itself stands, and of fields the nearest', () => {
    const { log, text, lines } = startLogs();
    const child = log.child({ orderId: 1, step: 'a' });
    withContext({ orderId: 2, tenant: 'north' }, () =>
      child.info('m', { orderId: 3, level: 'x', time: 1, msg: 'm', message: 'z', timestamp: 0, logger: 'l' }),
    );
    expect(lines()).toMatchObject([
      {
        level: 'info',
        message: 'm',
        logger: 'shop',
        orderId: 3,
        step: 'a',
        tenant: 'north',
        time: 1,
        msg: 'm',
        'field.level': 'x',
        'field.message': 'z',
        'field.timestamp': 0,
        'field.logger': 'l',
      },
    ]);
    const keys = [...text().matchAll(/"([\w.]+)":/g)].map(([, key]) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('is counted by its level', () => {
    const { log, registry } = startLogs({ level: 'debug' });
    log.debug('a');
    log.warn('b');
    log.warn('c');
    log.trace('not logged');
    expect(valuesOf(registry, 'telltale_sdk_log_records_total')).toEqual({
      'telltale_sdk_log_records_total{level="trace"}': 0,
      'telltale_sdk_log_records_total{level="debug"}': 1,
      'telltale_sdk_log_records_total{level="info"}': 0,
      'telltale_sdk_log_records_total{level="warn"}': 2,
      'telltale_sdk_log_records_total{level="error"}': 0,
      'telltale_sdk_log_records_total{level="fatal"}': 0,
    });
  });

  test('has the default fields of the definition; they may name the service', () => {
    const { log, lines } = startLogs({ fields: { service: 'dev-pynode-backend', version: '1.2.0' } });
    log.info('started');
    log.named('orders').info('placed');
    expect(lines()).toMatchObject([
      { service: 'dev-pynode-backend', version: '1.2.0', logger: 'dev-pynode-backend' },
      { service: 'dev-pynode-backend', version: '1.2.0', logger: 'orders' },
    ]);
  });
});

describe('where a record belongs', () => {
  const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 0 };
  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  });
  afterAll(() => context.disable());

  test('context fields and the ids of request and span are in each line of nested asynchronous work', async () => {
    const { log, lines } = startLogs();
    const deep = async () => {
      await sleep(1);
      log.info('inner');
      await Promise.all(
        [1, 2].map((step) => withContext({ step }, () => sleep(1).then(() => log.info('step')))),
      );
    };
    await runInContext({ requestId: 'r-1' }, () =>
      context.with(trace.setSpanContext(context.active(), span), () =>
        withContext({ userTier: 'gold', orderId: 7 }, async () => {
          log.info('outer');
          await deep();
        }),
      ),
    );
    log.info('outside');
    const inside = {
      trace_id: span.traceId,
      span_id: span.spanId,
      request_id: 'r-1',
      userTier: 'gold',
      orderId: 7,
    };
    const all = lines();
    expect(all.slice(0, -1)).toMatchObject([inside, inside, { ...inside, step: 1 }, { ...inside, step: 2 }]);
    expect(all.at(-1)).not.toHaveProperty('trace_id');
    expect(all.at(-1)).not.toHaveProperty('userTier');
  });

  test('ids that the program gives come first where they are some', () => {
    const { log, lines } = startLogs();
    context.with(trace.setSpanContext(context.active(), span), () => {
      log.info('a', { trace_id: 'f'.repeat(32) });
      log.info('b', { trace_id: 'none' });
    });
    expect(lines()).toMatchObject([
      { trace_id: 'f'.repeat(32), span_id: span.spanId },
      { trace_id: span.traceId, 'field.trace_id': 'none' },
    ]);
  });
});

describe('loggers', () => {
  test('children have the fields of those above them, and their prefix', () => {
    const { log, lines } = startLogs();
    const child = log.child({ part: 'cart' }).child({ step: 1 }, { msgPrefix: '[cart] ' });
    child.info('added', { item: 5 });
    log.info('root');
    expect(lines()).toMatchObject([
      { message: '[cart] added', part: 'cart', step: 1, item: 5 },
      { message: 'root' },
    ]);
    expect(child.bindings()).toEqual({ part: 'cart', step: 1 });
  });

  test('serializers make of a field what is logged, as with pino', () => {
    const { log, lines } = startLogs();
    const serializers = {
      req: ({ url }: { url: string }) => ({ url }),
      bad: () => {
        throw new Error('x');
      },
    };
    log.child({}, { serializers }).info({ req: { url: '/a', socket: {} }, bad: 1 }, 'asked');
    expect(lines()).toMatchObject([{ req: { url: '/a' }, bad: '[serializer failed]' }]);
  });

  test('have levels by name, which those below them and their children follow', () => {
    const { log, lines } = startLogs({ level: 'warn', loggers: { orders: 'debug', 'orders.cart': 'error' } });
    log.info('no');
    log.named('orders').debug('a');
    log.named('orders').child({ id: 1 }).debug('b');
    log.named('orders').named('payment').debug('c');
    log.named('orders.cart').warn('no');
    log.named('stock').info('no');
    log.named('stock').warn('d');
    expect(lines().map(({ logger, message }) => `${String(logger)} ${String(message)}`)).toEqual([
      'orders a',
      'orders b',
      'orders.payment c',
      'stock d',
    ]);
  });

  test('a program that takes a logger of pino takes ours: Fastify logs its requests', async () => {
    const { log, lines } = startLogs();
    const app = fastify({ loggerInstance: log });
    app.get('/item/:id', (request) => {
      request.log.info({ item: 5 }, 'found');
      return 'ok';
    });
    await app.inject('/item/5');
    await app.close();
    expect(lines().map(({ message }) => message)).toEqual(['incoming request', 'found', 'request completed']);
    expect(lines()[0]).toMatchObject({ reqId: 'req-1', req: { method: 'GET', url: '/item/5' } });
    expect(lines()[1]).toMatchObject({ reqId: 'req-1', item: 5 });
  });
});

describe('levels', () => {
  const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

  test.each([
    ['DEBUG', 'debug'],
    ['INFO', 'info'],
    ['WARNING', 'warn'],
    ['ERROR', 'error'],
    ['CRITICAL', 'fatal'],
  ] as const)('%s lets through what is at least as severe, and nothing else', (name, first) => {
    const { log, lines } = startLogs({ level: name });
    for (const level of LEVELS) log[level](level);
    expect(lines().map(({ level }) => level)).toEqual(LEVELS.slice(LEVELS.indexOf(first)));
  });

  test('each sink has a level of its own: errors alone are in the error file, each line once in each', () => {
    const logs = startLogs();
    const { folder } = logs;
    const { log } = startLogs({
      level: 'debug',
      sinks: [
        { kind: 'file', path: `${folder}/app.log` },
        { kind: 'file', path: `${folder}/error.log`, level: 'ERROR' },
        { kind: 'file', path: `${folder}/trace.txt`, level: 'trace', format: 'text' },
      ],
    });
    const child = log.child({ part: 1 }).named('deep');
    for (const level of LEVELS) child[level](level);
    expect(logs.lines().map(({ level }) => level)).toEqual(['debug', 'info', 'warn', 'error', 'fatal']);
    const errors = readLines(`${folder}/error.log`).map(
      (line) => (JSON.parse(line) as { level: string }).level,
    );
    expect(errors).toEqual(['error', 'fatal']);
    expect(readLines(`${folder}/trace.txt`)).toHaveLength(6);
  });

  test.each([
    [{ LOG_LEVEL: 'debug' }, 'debug'],
    [{ LOG_LEVEL: 'debug', TELLTALE_LOG_LEVEL: 'ERROR' }, 'error'],
    [{ LOG_LEVEL: 'loud' }, 'info'],
    [{ TELLTALE_LOG_LEVEL: '  ' }, 'info'],
  ])('the environment %j comes first', (environment, level) => {
    const { log, told } = startLogs({ level: 'info' }, environment as Record<string, string>);
    expect(log.level).toBe(level);
    expect(told.some((message) => message.startsWith('LOG_LEVEL'))).toBe(
      'loud' === Object.values(environment)[0],
    );
  });

  test('change while the program runs, for all or one logger, and children follow', () => {
    const { log, lines } = startLogs();
    const child = log.child({ id: 1 });
    const orders = log.named('orders').child({ id: 2 });
    child.debug('no');
    expect(log.setLevel('debug', { logger: 'orders' })).toBe(true);
    child.debug('no');
    orders.debug('a');
    log.level = 'DEBUG';
    child.debug('b');
    expect([log.level, log.isLevelEnabled('debug'), log.isLevelEnabled('trace')]).toEqual([
      'debug',
      true,
      false,
    ]);
    log.setLevel('silent');
    child.fatal('no');
    expect(lines().map(({ message }) => message)).toEqual(['a', 'b']);
  });

  test('of a child alone can be set, too', () => {
    const { log, lines } = startLogs();
    const child = log.child({}, { level: 'debug' });
    child.debug('a');
    child.setLevel('error');
    child.info('no');
    log.info('b');
    expect(lines().map(({ message }) => message)).toEqual(['a', 'b']);
  });

  test('come back by themselves after a time', async () => {
    const { log } = startLogs();
    log.setLevel('debug', { revertAfter: '20ms' });
    // Set again meanwhile, what was there before all of it comes back.
    log.setLevel('trace', { revertAfter: '40ms' });
    expect(log.level).toBe('trace');
    await waitFor('the level from before', () => log.level === 'info');
  });

  test('that are none, and sinks that are none, change nothing and are told', () => {
    const { log, told } = startLogs();
    expect(log.setLevel('loud' as 'info')).toBe(false);
    expect(log.setLevel('debug', { sink: 'tape' })).toBe(false);
    expect(log.level).toBe('info');
    expect(told).toEqual([expect.stringContaining("'loud' is no level"), "there is no sink 'tape'"]);
  });

  test('of one sink can be set', () => {
    const { log, lines } = startLogs();
    log.setLevel('error', { sink: 'file' });
    log.warn('no');
    log.error('a');
    expect(lines().map(({ message }) => message)).toEqual(['a']);
  });
});

describe('events', () => {
  test('a declared event is logged with its fields at the top level of the line, not as text in the message', () => {
    const { log, lines } = startLogs({
      events: {
        migration_started: event({ database: 'string', tables: 'number', components: 'number' }),
        disk_low: event({ free: 'number' }, { level: 'warn', message: 'The disk is nearly full' }),
      },
    });
    log.event('migration_started', { database: 'example.db', tables: 5, components: 1000 });
    log.named('host').event('disk_low', { free: 1 });
    expect(lines()).toMatchObject([
      {
        level: 'info',
        message: 'migration_started',
        event: 'migration_started',
        database: 'example.db',
        tables: 5,
        components: 1000,
      },
      { level: 'warn', logger: 'host', message: 'The disk is nearly full', event: 'disk_low', free: 1 },
    ]);
  });

  test('an event that is not declared is possible by another name, and told of by this one', () => {
    const { log, lines, told } = startLogs({ events: { paid: event({ amount: 'number' }) } });
    log.undeclaredEvent('cart_left', { items: 2 });
    log.event('payd' as 'paid', { amount: 1 });
    log.event('paid', { amount: '5' as unknown as number });
    log.event('paid', { amount: '6' as unknown as number });
    expect(lines().filter((line) => line['event'])).toMatchObject([
      { event: 'cart_left', items: 2 },
      { event: 'payd' },
      { event: 'paid', amount: '5' },
      { event: 'paid' },
    ]);
    expect(told).toEqual([
      expect.stringContaining("'payd' is not declared"),
      expect.stringContaining("field 'amount' as string: declared is number"),
    ]);
  });
});

test('a definition that cannot be followed logs all the same, and says what is wrong', () => {
  const { log, told, lines } = startLogs({ level: 'loud' as 'info', loggers: { a: 'x' as 'info' } });
  log.info('still here');
  expect(lines().map(({ message }) => message)).toContain('still here');
  expect(told).toEqual([expect.stringContaining('logs.level'), expect.stringContaining('logs.loggers.a')]);
});

function readLines(path: string): readonly string[] {
  return readFileSync(path, 'utf8').trimEnd().split('\n');
}
