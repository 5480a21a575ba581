import type { WalkOptions } from '../market/random-walk.ts';
import type { Redis } from '../stage/connections.ts';

/** What is replayed, and how far it is. */
export interface Walk extends WalkOptions {
  /** Trades that were sent. */
  readonly sent: number;
}

const OPTIONS = { seed: 4400, tradesPerSecond: 100 };
const KEY = 'walk';

/** Says when the first trade is made. */
export async function startWalk(redis: Redis, startMs: number): Promise<void> {
  await redis.hSet(KEY, { startMs, sent: 0 });
}

/** What is replayed, and how far it is. */
export async function readWalk(redis: Redis): Promise<Walk> {
  const { startMs, sent } = await redis.hGetAll(KEY);
  return { ...OPTIONS, startMs: Number(startMs), sent: Number(sent) };
}

/** Sends trades, and notes with them how many were sent, so that a generator that was killed goes on where it was. */
export async function sendTrades(redis: Redis, messages: readonly string[], sent: number): Promise<void> {
  const transaction = redis.multi();
  for (const message of messages) transaction.xAdd('raw', '*', { message });
  await transaction.hSet(KEY, 'sent', sent).exec();
}
