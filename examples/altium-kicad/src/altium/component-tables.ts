import { setTimeout as delay } from 'node:timers/promises';
import { Pool, escapeIdentifier } from 'pg';

import { t } from '../monitoring.ts';
import type { LibraryTable } from './database-library.ts';

/** A component of the library: its parameters, such as `Library Ref`, by name. */
export type Component = ReadonlyMap<string, string>;

const ATTEMPTS = 5;
/** Connections that end and servers that stop or start, as PostgreSQL and Node.js name them. */
const CONNECTION_LOST = /^(08|57P0)|^ECONN|^EPIPE|^ENOENT/;

/** Reads a table. Where the connection is lost it tries again: 5 times, for 6 seconds in all. */
export async function readComponents(pool: Pool, table: LibraryTable): Promise<readonly Component[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await readTable(pool, table);
    } catch (error) {
      if (attempt > ATTEMPTS || !isConnectionLost(error)) throw error;
      t.metrics.migration_recovery_attempts_total.inc();
      await delay(100 * 2 ** attempt);
    }
  }
}

async function readTable(
  pool: Pool,
  { schema, name, parameters }: LibraryTable,
): Promise<readonly Component[]> {
  const table = [schema, name]
    .filter((part) => part !== '')
    .map(escapeIdentifier)
    .join('.');
  const { rows } = await pool.query<Record<string, string | number | null>>(`select * from ${table}`);
  return rows.map(
    (row) => new Map([...parameters].map(([column, name]) => [name, String(row[column] ?? '').trim()])),
  );
}

function isConnectionLost(error: unknown): boolean {
  const { code = '', message } = error as { code?: string; message: string };
  return CONNECTION_LOST.test(code) || message.startsWith('Connection terminated');
}

/** A pool for the migration: two connections, and one that breaks while idle is no reason to end. */
export function openPool(connectionString: string): Pool {
  const pool = new Pool({
    connectionString,
    max: 2,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 60_000,
  });
  pool.on('error', () => undefined);
  t.metrics.database_connections.collect(() => pool.totalCount);
  return pool;
}

/** Fault injection: the server ends the next connection that is used, before it has answered. */
export function killNextConnection(pool: Pool): void {
  pool.once('acquire', (client) => {
    client.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
  });
}
