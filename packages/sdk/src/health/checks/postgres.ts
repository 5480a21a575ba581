import type { CheckContext, HealthCheck } from '../health-check.ts';

/** What can be asked by SQL: a pool or a client of `pg`, or a driver whose `query` is like theirs. */
export interface SqlClient {
  query(sql: string): unknown;
}

/** What `postgres` and its like give. */
export interface UnsafeSql {
  unsafe(sql: string): unknown;
}

/** Of a pool of `pg`. */
interface PooledClient extends SqlClient {
  release(destroy?: boolean): void;
}

const QUESTION = 'SELECT 1';

/**
 * Whether PostgreSQL answers `SELECT 1`. Of a pool of `pg` a client is taken for it, and its connection closed when it
 * does not answer in time: a database that hangs must not keep the pool's connections.
 */
export function postgres(client: SqlClient | UnsafeSql): HealthCheck {
  return {
    run: (context) => {
      if ('unsafe' in client) return client.unsafe(QUESTION);
      return isPool(client) ? askPool(client, context) : client.query(QUESTION);
    },
  };
}

async function askPool(pool: { connect(): Promise<PooledClient> }, { signal }: CheckContext): Promise<void> {
  const client = await pool.connect();
  if (signal.aborted) {
    client.release();
    return;
  }
  let isReleased = false;
  const release = (destroy: boolean) => {
    if (!isReleased) client.release(destroy);
    isReleased = true;
  };
  const onAbort = () => release(true);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await client.query(QUESTION);
    release(false);
  } catch (error) {
    release(true);
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** A client of `pg` has `connect` as well, which gives nothing; only a pool counts its clients. */
function isPool(client: object): client is { connect(): Promise<PooledClient> } {
  return 'connect' in client && typeof client.connect === 'function' && 'totalCount' in client;
}
