import { Client } from 'pg';

/** Connects to a PostgreSQL database, and closes the connection when all is done. */
export async function withDatabase<Result>(
  url: string,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = new Client(url);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** The rows of one query, asked by a connection of its own. */
export function askDatabase<Row extends object>(url: string, sql: string): Promise<readonly Row[]> {
  return withDatabase(url, async (client) => (await client.query<Row>(sql)).rows);
}
