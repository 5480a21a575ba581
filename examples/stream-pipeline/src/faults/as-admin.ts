import { Client } from 'pg';

import type { Site } from '../demo/site.ts';

/** Runs statements as the superuser of PostgreSQL. */
export async function asAdmin({ adminUrl }: Site, run: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client(adminUrl);
  await client.connect();
  try {
    await run(client);
  } finally {
    await client.end();
  }
}
