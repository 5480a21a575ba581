import { untilAborted, waitFor } from 'telltale-example-support/waiting';

import { connectRedis } from '../stage/connections.ts';
import { isDelivered } from '../stage/consumer.ts';
import { STAGES } from '../stages.ts';
import type { Fault } from './fault.ts';

/** One for each rule of data quality, and some that break the first one each in its own way. */
export const POISON: readonly string[] = [
  '{"venue":"alpha","id":1,"symbol":"ACME/USD","price":"-3.20","quantity":10,"time":"2026-01-01T00:00:00Z"}',
  '{"venue":"alpha","id":2,"symbol":"ACME/USD","price":"12.345","quantity":10,"time":"2026-01-01T00:00:00Z"}',
  '{"venue":"alpha","id":3,"symbol":"ACME/USD","price":"1',
  '{"x":"B","n":4,"i":"ACMEUSD","px":1200,"lots":0,"us":1760000000000000}',
  '{"x":"B","n":5,"i":"ACMEUSD","px":null,"lots":1}',
  'C|6|usd.acme|120400|30|9999999999.000',
  'C|7',
  '<trade/>',
];

const EVERY_MS = 200;

/** An exchange sends messages that are none. */
export const poison: Fault = {
  what: 'an exchange sends messages with negative prices, times in the future, and such that are cut off',
  alerts: ['HighDataQualityIssues', 'MessageProcessingFailures'],
  run: async (site, signal) => {
    const redis = await connectRedis(site().redisSocket);
    while (!signal.aborted) {
      for (const message of POISON) await redis.xAdd('raw', '*', { message });
      await untilAborted(signal, EVERY_MS);
    }
    redis.destroy();
  },
};

const RESENT = 200;
const BOOK_BYTES = 3_000_000;

/** An exchange sends its last trades again, each with its whole order book, which the normalization remembers. */
export const memory: Fault = {
  what: 'an exchange sends its last trades again with 3 MB of order book each; the normalization keeps them',
  alerts: ['HighMemoryUsage'],
  run: async (site, signal) => {
    const redis = await connectRedis(site().redisSocket);
    const sent: string[] = [];
    while (!signal.aborted) {
      const last = (await redis.xRevRange('raw', '+', '-', { COUNT: RESENT })) ?? [];
      for (const { message } of last) {
        const trade = message.message;
        if (!trade.startsWith('{') || trade.length > 1000) continue;
        const book = 'x'.repeat(BOOK_BYTES);
        sent.push(await redis.xAdd('raw', '*', { message: trade.replace('}', `,"book":"${book}"}`) }));
        if (sent.length >= RESENT) break;
      }
      await untilAborted(signal, EVERY_MS);
    }
    const last = sent.at(-1);
    if (last !== undefined) {
      // What is deleted before it is read counts as waiting for ever.
      await waitFor('the normalization to have read the order books', () =>
        isDelivered(redis, 'raw', STAGES.normalization.service, last),
      );
      // Redis need not remember them, and the supervisor starts the normalization again, with an empty memory.
      await redis.xDel('raw', sent);
    }
    redis.destroy();
    process.kill(site().pids.normalization, 'SIGTERM');
  },
};
