/*
 * Mistakes in logging that the compiler must find. This file is compiled, never run: each `@ts-expect-error` fails the
 * compilation where the mistake in the next line is accepted.
 */
import type { Logger } from '@telltale/sdk';
import { createLogger, instrument } from '@telltale/sdk';
import { bunyanStream } from '@telltale/sdk/bunyan';
import { defineMonitoring, event } from '@telltale/sdk/define';
import { correlation, pinoStream } from '@telltale/sdk/pino';
import { winstonTransport } from '@telltale/sdk/winston';
import bunyan from 'bunyan';
import fastify from 'fastify';
import { pino } from 'pino';
import winston from 'winston';

const events = {
  migration_started: event({ database: 'string', tables: 'number', components: 'number' }),
  cart_left: event({ items: 'number?', by: ['guest', 'member'] }),
  shop_opened: event({ manager: 'string?' }),
};
const t = instrument(
  defineMonitoring({
    service: 'shop',
    logs: {
      level: 'WARNING',
      events,
      loggers: { orders: 'CRITICAL' },
      sinks: [
        { kind: 'console', format: 'text' },
        { kind: 'file', path: 'a.log', maxSize: '10MB', maxFiles: 5, level: 'ERROR', gzip: true },
        { kind: 'elasticsearch', hosts: ['elasticsearch:9200'], index: 'service-logs' },
        { kind: 'otlp', url: 'http://127.0.0.1:4318', headers: { authorization: { env: 'TOKEN' } } },
        { kind: 'station' },
      ],
    },
  }),
);

t.log.info('text', { any: { thing: true } });
t.log.info({ orderId: 7 }, 'text');
t.log.info('took %d ms', 5);
t.log.error(new Error('x'));
t.log.error('text', new Error('x'));
t.log.child({ orderId: 7 }).named('orders').warn('text');
t.log.event('migration_started', { database: 'a', tables: 5, components: 1000 });
t.log.event('cart_left', { by: 'guest' });
t.log.event('shop_opened');
t.log.undeclaredEvent('anything', { at: 'all' });
t.log.setLevel('debug', { logger: 'orders', revertAfter: '10m' });
t.log.child({}).event('cart_left', { by: 'member', items: 2 });
t.withContext({ userTier: 'gold' }, () => t.log.info('text'));
/** A function that only logs takes any logger. */
export const plain: Logger = t.log;
/** Whoever asks for pino's own logger gets it. */
export const ofPino: pino.Logger = t.log.pino;
export const own = createLogger({ service: 'nightly', events: { done: event({ rows: 'number' }) } });
own.event('done', { rows: 5 });

fastify({ loggerInstance: t.log });
winston.createLogger({ transports: [winstonTransport(t.log)] });
bunyan.createLogger({ name: 'a', streams: [bunyanStream(t.log)] });
pino({ mixin: correlation }, pinoStream(t.log));

// @ts-expect-error an unknown event
t.log.event('migration_startd', { database: 'a', tables: 5, components: 1000 });
// @ts-expect-error a missing field
t.log.event('migration_started', { database: 'a', tables: 5 });
// @ts-expect-error an unknown field
t.log.event('migration_started', { database: 'a', tables: 5, components: 1, extra: true });
// @ts-expect-error a field of another type
t.log.event('migration_started', { database: 'a', tables: '5', components: 1000 });
// @ts-expect-error a text that is not listed
t.log.event('cart_left', { by: 'thief' });
// @ts-expect-error fields that are not optional
t.log.event('cart_left');
// @ts-expect-error an event of nobody
createLogger({ service: 'a' }).event('done', { rows: 5 });
// @ts-expect-error a level that is none
t.log.setLevel('loud');
// @ts-expect-error a time that is none
t.log.setLevel('debug', { revertAfter: 'soon' });
// @ts-expect-error a level that is none
createLogger({ service: 'a', level: 'loud' });
// @ts-expect-error a sink of no kind
createLogger({ service: 'a', sinks: [{ kind: 'syslog' }] });
// @ts-expect-error a file without a path
createLogger({ service: 'a', sinks: [{ kind: 'file' }] });
// @ts-expect-error a secret that stands in the definition
createLogger({ service: 'a', sinks: [{ kind: 'elasticsearch', url: 'http://a', apiKey: 'secret' }] });
// @ts-expect-error a field of an event of no type
event({ database: 'text' });
