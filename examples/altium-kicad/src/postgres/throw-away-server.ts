import { execFileSync, spawn } from 'node:child_process';
import { chownSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

/** A PostgreSQL server with an empty database; nothing of it stays when it has stopped. */
export interface ThrowAwayServer {
  /** Where its data and its socket are. */
  readonly folder: string;
  /** Connects as the migration's own user. */
  readonly url: string;
  /** Connects as the superuser. */
  readonly adminUrl: string;
  stop(): Promise<void>;
}

const USER = 'altium_migration';
const START_WITHIN_MS = 20_000;

/**
 * The server's parent. It waits for the end of its standard input, which comes when the program that
 * started it ends, even by SIGKILL; then it stops the server and removes the folder.
 */
const GUARD = `
  folder=$1; shift
  "$@" & server=$!
  cat > /dev/null
  kill -INT $server; wait $server
  rm -rf "$folder"`;

/** Folder of PostgreSQL's programs; Debian keeps them off the path. */
export function postgresPrograms(): string | undefined {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed(),
  ];
  return folders.find((folder) => globSync('{initdb,postgres}', { cwd: folder }).length === 2);
}

/** Starts a server that is reached by a socket in its own folder alone. Throws where it is not installed. */
export async function startThrowAwayServer(): Promise<ThrowAwayServer> {
  const programs = postgresPrograms();
  if (programs === undefined) {
    throw new Error('PostgreSQL is not installed: apt install postgresql, or set DATABASE_URL');
  }
  const folder = mkdtempSync(join(tmpdir(), 'altium-kicad-'));
  try {
    const account = accountFor(folder);
    const data = join(folder, 'data');
    const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'];
    execFileSync(join(programs, 'initdb'), initdb, { ...account, cwd: folder, stdio: 'pipe' });
    const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off'];
    const postgres = [join(programs, 'postgres'), '-D', data, ...settings.flatMap((one) => ['-c', one])];
    const guard = spawn('sh', ['-c', GUARD, 'guard', folder, ...postgres], {
      ...account,
      cwd: '/',
      // A group of its own: Ctrl-C is for the program, which then stops the server.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const exit = new Promise<void>((resolve) => guard.once('close', () => resolve()));
    await createDatabase(folder);
    return {
      folder,
      url: urlFor(USER, folder),
      adminUrl: urlFor('postgres', folder),
      stop: async () => {
        guard.stdin.end();
        await exit;
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function urlFor(user: string, folder: string): string {
  return `postgresql://${user}@/altium?host=${encodeURIComponent(folder)}`;
}

/** PostgreSQL refuses to run as root; Debian has an account for it. */
function accountFor(folder: string): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'])));
  mkdirSync(folder, { recursive: true });
  chownSync(folder, uid, gid);
  return { uid, gid };
}

async function createDatabase(folder: string): Promise<void> {
  const giveUpMs = Date.now() + START_WITHIN_MS;
  for (;;) {
    const admin = new Client({ host: folder, user: 'postgres', database: 'postgres' });
    try {
      await admin.connect();
      await admin.query(`create role ${USER} login`);
      await admin.query(`create database altium owner ${USER}`);
      return;
    } catch (error) {
      if (Date.now() > giveUpMs) throw new Error('PostgreSQL did not start', { cause: error });
    } finally {
      await admin.end().catch(() => undefined);
    }
    await delay(50);
  }
}
