import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

import type { GuardedServer } from './guarded-server.ts';
import { startGuardedServer, unprivilegedAccount } from './guarded-server.ts';

/** A PostgreSQL server that is reached by a socket in its folder alone. */
export interface ThrowAwayPostgres extends GuardedServer {
  /** Connects as a role. */
  readonly urlFor: (role: string) => string;
}

const START_WITHIN_MS = 20_000;
// Counted function calls let others check what a stage says of its cache.
const SETTINGS = ['listen_addresses=', 'fsync=off', 'track_functions=all', 'max_connections=60'];

/** Folder of PostgreSQL's programs; Debian keeps them off the path. */
export function postgresPrograms(): string | undefined {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed(),
  ];
  return folders.find((folder) => globSync('{initdb,postgres}', { cwd: folder }).length === 2);
}

/** Starts a server and runs a schema in its database `market`. Throws where PostgreSQL is not installed. */
export async function startThrowAwayPostgres(schema: string): Promise<ThrowAwayPostgres> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error('PostgreSQL is not installed: apt install postgresql');
  const account = unprivilegedAccount('postgres');
  const server = startGuardedServer('postgres', account, (folder) => {
    const data = join(folder, 'data');
    const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'];
    execFileSync(join(programs, 'initdb'), initdb, { ...account, cwd: folder, stdio: 'pipe' });
    const settings = [...SETTINGS, `unix_socket_directories=${folder}`];
    return [join(programs, 'postgres'), '-D', data, ...settings.flatMap((one) => ['-c', one])];
  });
  const urlIn = (database: string, role: string) =>
    `postgresql://${role}@/${database}?host=${encodeURIComponent(server.folder)}`;
  const urlFor = (role: string) => urlIn('market', role);
  try {
    await runWhenReady(urlIn('postgres', 'postgres'), 'create database market');
    await runWhenReady(urlFor('postgres'), schema);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ...server, urlFor };
}

async function runWhenReady(url: string, sql: string): Promise<void> {
  const giveUpMs = Date.now() + START_WITHIN_MS;
  for (;;) {
    const client = new Client(url);
    try {
      await client.connect();
      break;
    } catch (error) {
      if (Date.now() > giveUpMs) throw new Error('PostgreSQL did not start', { cause: error });
    } finally {
      await client.end().catch(() => undefined);
    }
    await delay(50);
  }
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
