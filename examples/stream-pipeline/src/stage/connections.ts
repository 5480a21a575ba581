import type { PoolClient } from 'pg';
import { Pool, types } from 'pg';
import { createClient } from 'redis';

/** A connection to Redis. */
export type Redis = Awaited<ReturnType<typeof connectRedis>>;

/** Connects to a socket of Redis, that of `REDIS_SOCKET` by default; where the connection is lost, it tries again. */
export async function connectRedis(path = process.env.REDIS_SOCKET ?? '') {
  const client = createClient({
    RESP: 2,
    socket: { path, tls: false, reconnectStrategy: (attempt) => Math.min(50 * attempt, 1000) },
  });
  // Without a listener a lost connection would end the program; commands tell of it.
  client.on('error', () => undefined);
  return client.connect();
}

/** Connections to the database that `DATABASE_URL` names; one that breaks is no reason to end. */
export function openDatabase(): Pool {
  // Cents, pieces and times are whole numbers far below 2^53; they would come as text.
  types.setTypeParser(types.builtins.INT8, Number);
  const pool = new Pool({
    connectionString: process.env.DATABASE_URL ?? '',
    max: 12,
    connectionTimeoutMillis: 3000,
  });
  pool.on('error', () => undefined);
  // The pool listens while a connection is idle; between the queries of a transaction nobody would.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Runs statements that are all done, or none of them. */
export async function inTransaction<Result>(
  database: Pool,
  run: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await database.connect();
  try {
    await client.query('begin');
    const result = await run(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    // A connection in the middle of a transaction is of no use to anybody.
    client.release(true);
    throw error;
  }
}
