import { Pool } from 'pg';
import { createClient } from 'redis';

/** A connection to Redis. */
export type Redis = Awaited<ReturnType<typeof connectRedis>>;

/** Connects to a socket of Redis, that of `REDIS_SOCKET` by default; where the connection is lost, it tries again. */
export async function connectRedis(path = process.env.REDIS_SOCKET ?? '') {
  const client = createClient({ RESP: 2, socket: { path, tls: false, reconnectStrategy: 100 } });
  // Without a listener a lost connection would end the program; commands tell of it.
  client.on('error', () => undefined);
  return client.connect();
}

/** Connections to the database that `DATABASE_URL` names; one that breaks is no reason to end. */
export function openDatabase(max: number): Pool {
  const pool = new Pool({
    connectionString: process.env.DATABASE_URL ?? '',
    max,
    connectionTimeoutMillis: 3000,
  });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
