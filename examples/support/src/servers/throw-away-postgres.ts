import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { waitFor } from '../waiting/index.ts';
import type { Account, GuardedServer } from './guarded-server.ts';
import { startGuardedServer } from './guarded-server.ts';
import { postgresPrograms } from './postgres-programs.ts';
import { askDatabase } from './with-database.ts';

/** What {@link startThrowAwayPostgres} takes. */
export interface PostgresOptions {
  /** What the name of its folder begins with. */
  readonly name: string;
  /** A database that is made, and SQL that the superuser runs in it. */
  readonly database: string;
  readonly schema: string;
  /** Settings of the server, such as `max_connections=60`. */
  readonly settings?: readonly string[];
  /** Port of 127.0.0.1 that it listens at too. */
  readonly port?: number;
}

/** A PostgreSQL server that is reached by a socket in its folder. */
export interface ThrowAwayPostgres extends GuardedServer {
  /** Connects as a role, to the database that was made or to another one. */
  readonly urlFor: (role: string, database?: string) => string;
}

const SETTINGS = ['listen_addresses=', 'fsync=off'];
/** Its superuser, and the account of Debian that it runs as where this program is root. */
const SUPERUSER = 'postgres';

/** Starts a server with one database. Throws where PostgreSQL is not installed. */
export async function startThrowAwayPostgres(options: PostgresOptions): Promise<ThrowAwayPostgres> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error('PostgreSQL is not installed: apt install postgresql');
  const account = unprivilegedAccount();
  const { port } = options;
  const server = startGuardedServer(options.name, account, (folder) => {
    const data = join(folder, 'data');
    const initdb = ['-D', data, '-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', '--no-sync'];
    execFileSync(join(programs, 'initdb'), initdb, { ...account, cwd: folder, stdio: 'pipe' });
    const listening = port === undefined ? [] : [`port=${port}`, 'listen_addresses=127.0.0.1'];
    const own = [...SETTINGS, ...listening, `unix_socket_directories=${folder}`];
    const settings = [...own, ...(options.settings ?? [])];
    return [join(programs, 'postgres'), '-D', data, ...settings.flatMap((one) => ['-c', one])];
  });
  const urlFor = (role: string, database = options.database) =>
    `postgresql://${role}@/${database}?host=${encodeURIComponent(server.folder)}${port === undefined ? '' : `&port=${port}`}`;
  try {
    await untilReady(urlFor(SUPERUSER, 'postgres'));
    await askDatabase(urlFor(SUPERUSER, 'postgres'), `create database ${options.database}`);
    await askDatabase(urlFor(SUPERUSER), options.schema);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ...server, urlFor };
}

async function untilReady(url: string): Promise<void> {
  await waitFor('PostgreSQL to start', async () => (await askDatabase(url, 'select 1')).length === 1);
}

/** PostgreSQL refuses to run as root. */
function unprivilegedAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, SUPERUSER])));
  return { uid, gid };
}
