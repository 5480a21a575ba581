import { setTimeout as delay } from 'node:timers/promises';
import { stopRequest } from 'telltale-example-support/programs';

import { randomWalk } from '../market/random-walk.ts';
import { connectRedis } from '../stage/connections.ts';
import { readWalk, sendTrades } from './walk.ts';

// Three exchanges tell of their trades.
const TICK_MS = 50;

const signal = stopRequest();
const redis = await connectRedis();
const walk = await readWalk(redis);
const trades = randomWalk(walk);
const atOnce = Math.ceil((walk.tradesPerSecond * TICK_MS) / 1000);
for (let i = 0; i < walk.sent; i++) trades.next();

for (let sent = walk.sent + atOnce; !signal.aborted; sent += atOnce) {
  const startMs = performance.now();
  const next = Array.from({ length: atOnce }, () => trades.next().value);
  const messages = next.map(({ venue, trade }) => venue.format(trade));
  await sendTrades(redis, messages, sent);
  await delay(Math.max(0, TICK_MS - (performance.now() - startMs)));
}
redis.destroy();
