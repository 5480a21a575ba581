import { Pool } from 'pg';

import type { Redis } from '../servers/connect-redis.ts';
import { connectRedis } from '../servers/connect-redis.ts';

/** Connects to the Redis of the pipeline, whose socket `REDIS_SOCKET` names. */
export function connectStreams(): Promise<Redis> {
  return connectRedis(process.env.REDIS_SOCKET ?? '');
}

/** Connections to the database that `DATABASE_URL` names; one that breaks while idle is no reason to end. */
export function openDatabase(): Pool {
  const pool = new Pool({
    connectionString: process.env.DATABASE_URL ?? '',
    max: 12,
    connectionTimeoutMillis: 3000,
  });
  pool.on('error', () => undefined);
  return pool;
}
