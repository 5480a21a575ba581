import type { WalkOptions } from '../market/random-walk.ts';
import type { Redis } from '../servers/connect-redis.ts';

/** What is replayed, and how far it is. */
export interface Walk extends WalkOptions {
  /** Trades in all. */
  readonly limit: number;
  /** Trades that were sent. */
  readonly sent: number;
}

/** Says what is to be replayed. */
export async function startWalk(redis: Redis, walk: Omit<Walk, 'sent'>): Promise<void> {
  await redis.hSet('walk', { ...walk, sent: 0 });
}

/** What is replayed, and how far it is. */
export async function readWalk(redis: Redis): Promise<Walk> {
  const fields = await redis.hGetAll('walk');
  const number = (name: keyof Walk) => Number(fields[name]);
  return {
    seed: number('seed'),
    startMs: number('startMs'),
    tradesPerSecond: number('tradesPerSecond'),
    limit: number('limit'),
    sent: number('sent'),
  };
}
