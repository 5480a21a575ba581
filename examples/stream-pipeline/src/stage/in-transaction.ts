import type { Pool, PoolClient } from 'pg';

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
