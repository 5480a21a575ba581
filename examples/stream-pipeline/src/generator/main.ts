import { setTimeout as delay } from 'node:timers/promises';

import { randomWalk } from '../market/random-walk.ts';
import { stopRequest } from '../processes/stop-request.ts';
import { connectStreams } from '../stage/connections.ts';
import { TOPICS } from '../stage/stage.ts';
import { readWalk } from './walk.ts';

const TICK_MS = 50;

const signal = stopRequest();
const redis = await connectStreams();
const walk = await readWalk(redis);
const trades = randomWalk(walk);
for (let i = 0; i < walk.sent; i++) trades.next();
let { sent } = walk;

while (!signal.aborted && sent < walk.limit) {
  const startMs = performance.now();
  // How many were sent is noted with them, so that a program that was killed goes on where it was.
  const transaction = redis.multi();
  const until = Math.min(walk.limit, sent + Math.ceil((walk.tradesPerSecond * TICK_MS) / 1000));
  for (; sent < until; sent++) {
    const { venue, trade } = trades.next().value;
    transaction.xAdd(TOPICS.raw, '*', { message: venue.format(trade) });
  }
  transaction.hSet('walk', 'sent', sent);
  await transaction.exec();
  await delay(Math.max(0, TICK_MS - (performance.now() - startMs)));
}
redis.destroy();
