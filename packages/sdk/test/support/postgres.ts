import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Program } from './workspace.ts';
import { freePort, runProgram, startProgram, waitFor } from './workspace.ts';

/** A PostgreSQL that a test has started; user `app`, database `postgres`, no password. */
export interface Postgres extends Program {
  readonly port: number;
}

/** Starts an empty PostgreSQL in a folder. */
export async function startPostgres(folder: string): Promise<Postgres> {
  if (userInfo().uid === 0) {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(spawnSync('id', [flag, 'postgres']).stdout.toString()),
    );
    chownSync(folder, uid, gid);
  }
  const port = await freePort();
  const data = `${folder}/data`;
  const initialised = await runProgram(...asUser('initdb', ['-D', data, '-U', 'app', '-A', 'trust', '-N']));
  if (initialised.exit !== 0) throw new Error(initialised.output);
  const address = ['-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', folder];
  const server = startProgram(...asUser('postgres', ['-D', data, ...address, '-c', 'fsync=off']));
  await waitFor('PostgreSQL', () => server.output().includes('ready to accept connections'));
  return { ...server, port };
}

/** PostgreSQL refuses to run as root. */
function asUser(command: string, args: readonly string[]): [string, string[]] {
  if (userInfo().uid !== 0) return [command, [...args]];
  return ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]];
}
