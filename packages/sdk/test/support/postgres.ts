import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Program } from './workspace.ts';
import { freePort, runProgram, startProgram, waitFor } from './workspace.ts';

/** A PostgreSQL that a test has started; user `app`, database `postgres`, no password. */
export interface Postgres extends Program {
  readonly port: number;
}

/** Starts an empty PostgreSQL in a folder, or again the one that is there. */
export async function startPostgres(folder: string, givenPort?: number): Promise<Postgres> {
  const data = `${folder}/data`;
  if (!existsSync(data)) await initialise(folder, data);
  const port = givenPort ?? (await freePort());
  const address = ['-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', folder];
  const server = startProgram(...asUser('postgres', ['-D', data, ...address, '-c', 'fsync=off']));
  await waitFor('PostgreSQL', () => server.output().includes('ready to accept connections'));
  return { ...server, port };
}

/** Sends a signal to PostgreSQL and to the processes of its connections, which are no group. */
export function signalPostgres({ pid }: Postgres, signal: 'SIGSTOP' | 'SIGCONT'): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  for (const each of [pid, ...children.map(Number)]) process.kill(each, signal);
}

async function initialise(folder: string, data: string): Promise<void> {
  if (userInfo().uid === 0) {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(spawnSync('id', [flag, 'postgres']).stdout.toString()),
    );
    chownSync(folder, uid, gid);
  }
  const initialised = await runProgram(...asUser('initdb', ['-D', data, '-U', 'app', '-A', 'trust', '-N']));
  if (initialised.exit !== 0) throw new Error(initialised.output);
}

/** PostgreSQL refuses to run as root. */
function asUser(command: string, args: readonly string[]): [string, string[]] {
  if (userInfo().uid !== 0) return [command, [...args]];
  return ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]];
}
