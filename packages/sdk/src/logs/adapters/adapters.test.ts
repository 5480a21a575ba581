import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import bunyan from 'bunyan';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import winston from 'winston';
import { linesOf, startLogs } from '../../../test/support/logs.ts';
import { ROOT, runProgram, temporaryFolder, waitFor } from '../../../test/support/workspace.ts';
import { runInContext } from '../../context/context.ts';
import { bunyanStream } from './bunyan-stream.ts';
import { correlation, pinoStream } from './pino-stream.ts';
import { winstonTransport } from './winston-transport.ts';

const REQUEST = { requestId: 'r-1', fields: { tenant: 'north' } };

/** The logger of a guide to Node.js services, word for word but for the folder and the transport that was added. */
function guideLogger(folder: string, log: ReturnType<typeof startLogs>['log']): winston.Logger {
  return winston.createLogger({
    level: process.env['LOG_LEVEL'] || 'info',
    format: winston.format.combine(
      winston.format.timestamp(),
      winston.format.errors({ stack: true }),
      winston.format.json(),
    ),
    defaultMeta: { service: 'dev-pynode-backend' },
    transports: [
      new winston.transports.File({ filename: join(folder, 'error.log'), level: 'error' }),
      new winston.transports.File({ filename: join(folder, 'combined.log') }),
      new winston.transports.Console({ format: winston.format.simple(), silent: true }),
      winstonTransport(log),
    ],
  });
}

describe('winston', () => {
  test('keeps its logger and its transports; ours gets each record with its request, redacted', async () => {
    const { log, lines } = startLogs({ fields: { service: 'dev-pynode-backend' } });
    const folder = temporaryFolder();
    const logger = guideLogger(folder, log);
    runInContext(REQUEST, () => {
      logger.info('started', { port: 3000, password: 'hunter2' });
      logger.debug('not logged');
      logger.error('cannot pay', new TypeError('no such column'));
      logger.warn({ message: 'as an object', left: 2 });
      logger.child({ part: 'cart' }).info('of a child');
    });
    const all = lines();
    expect(all.map(({ level, message }) => [level, message])).toEqual([
      ['info', 'started'],
      ['error', 'cannot pay no such column'],
      ['warn', 'as an object'],
      ['info', 'of a child'],
    ]);
    for (const line of all)
      expect(line).toMatchObject({ request_id: 'r-1', tenant: 'north', service: 'dev-pynode-backend' });
    expect(all[0]).toMatchObject({ port: 3000, password: '__redacted__' });
    expect(all[1]).toMatchObject({
      error: { type: 'TypeError', stack: expect.stringContaining('TypeError: no such column\n') as unknown },
    });
    expect(all[3]).toMatchObject({ part: 'cart' });
    const combined = () => readFileSync(join(folder, 'combined.log'), 'utf8');
    await waitFor('the file of winston', () => combined().split('\n').length === 5);
    const times = linesOf(combined()).map(({ timestamp }) => timestamp);
    expect(all.map(({ timestamp }) => timestamp)).toEqual(times);
  });

  test('decides by its own levels, of the logger and of the transport, and ends when all is written', async () => {
    const { log, lines } = startLogs({ level: 'trace' });
    const silly = winston.createLogger({ level: 'silly', transports: [winstonTransport(log)] });
    const warn = winston.createLogger({
      level: 'silly',
      transports: [winstonTransport(log, { level: 'warn' })],
    });
    for (const logger of [silly, warn])
      for (const level of Object.keys(winston.config.npm.levels)) logger.log(level, level);
    const ended = new Promise((resolve) => silly.once('finish', resolve));
    silly.end();
    await ended;
    expect(lines().map(({ level, message }) => `${String(message)} ${String(level)}`)).toEqual([
      'error error',
      'warn warn',
      'info info',
      'http info',
      'verbose debug',
      'debug debug',
      'silly trace',
      'error error',
      'warn warn',
    ]);
  });
});

describe('pino', () => {
  test('keeps its logger: its lines become records with request, logger, error and fields', () => {
    const { log, lines } = startLogs({ loggers: { stock: 'trace' } });
    const logger = pino({ name: 'stock', level: 'debug' }, pinoStream(log));
    runInContext(REQUEST, () => {
      logger.child({ shelf: 5 }).debug({ left: 2, token: 'x' }, 'stock is %s', 'low');
      logger.error(new RangeError('too many'));
    });
    expect(lines()).toMatchObject([
      {
        level: 'debug',
        logger: 'stock',
        message: 'stock is low',
        shelf: 5,
        left: 2,
        token: '__redacted__',
        request_id: 'r-1',
      },
      {
        level: 'error',
        logger: 'stock',
        message: 'too many',
        error: { type: 'RangeError', message: 'too many' },
      },
    ]);
    expect(lines()[0]).not.toHaveProperty('pid');
  });

  test('in other forms is understood, and what is no line of it is kept', () => {
    const { log, lines } = startLogs();
    const stream = pinoStream(log);
    const formatters = { level: (level: string) => ({ level: level.toUpperCase() }) };
    pino({ formatters, timestamp: pino.stdTimeFunctions.isoTime }, stream).warn('iso');
    pino(stream).info('without options');
    stream.write('plain text\n');
    stream.write('\n');
    expect(lines().map(({ level, message }) => [level, message])).toEqual([
      ['warn', 'iso'],
      ['info', 'without options'],
      ['info', 'plain text'],
    ]);
  });

  test('in a thread of its own, loaded by its name, with what it mixes into each line', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'app.log');
    const code = `
      import { pino } from 'pino';
      import { correlation } from '@telltale/sdk/pino';
      import { runInContext } from './src/context/context.ts';
      const options = { service: 'shop', sinks: [{ kind: 'file', path: process.env.FILE }] };
      const transport = pino.transport({ target: '@telltale/sdk/pino', options });
      const logger = pino({ mixin: correlation }, transport);
      runInContext({ requestId: 'r-1', fields: { tenant: 'north' } }, () => {
        for (let number = 1; number <= 1000; number++) logger.info({ number, secret: 'x' }, 'line');
      });`;
    const args = ['--conditions=@telltale/source', '--no-warnings', '--input-type=module', '-e', code];
    const { exit, output } = await runProgram('node', args, {
      cwd: join(ROOT, 'packages/sdk'),
      env: { FILE: path },
    });
    expect([exit, output]).toEqual([0, '']);
    const lines = linesOf(readFileSync(path, 'utf8'));
    expect(lines.map(({ number }) => number)).toEqual(Array.from({ length: 1000 }, (_, at) => at + 1));
    expect(lines[0]).toMatchObject({
      service: 'shop',
      request_id: 'r-1',
      tenant: 'north',
      secret: '__redacted__',
    });
  }, 30_000);

  test('mixes in nothing where nothing is known', () => expect(correlation()).toEqual({}));
});

test('bunyan keeps its logger: its records become ours, with request, logger and error', () => {
  const { log, lines } = startLogs({ level: 'debug' });
  const logger = bunyan.createLogger({ name: 'stock', level: 'trace', streams: [bunyanStream(log)] });
  runInContext(REQUEST, () => {
    logger.child({ shelf: 5 }).warn({ left: 2, password: 'x' }, 'stock is %s', 'low');
    logger.error(new RangeError('too many'), 'cannot');
    logger.trace('not wanted here');
  });
  expect(lines()).toMatchObject([
    {
      level: 'warn',
      logger: 'stock',
      message: 'stock is low',
      shelf: 5,
      left: 2,
      password: '__redacted__',
      request_id: 'r-1',
    },
    {
      level: 'error',
      logger: 'stock',
      message: 'cannot',
      error: { type: 'RangeError', message: 'too many' },
    },
  ]);
});
