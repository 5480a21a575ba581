import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import { freePort } from '../../test/support/free-port.ts';
import type { Program } from '../../test/support/program.ts';
import { runProgram, startProgram, stopProgram } from '../../test/support/program.ts';
import { waitFor } from '../../test/support/wait-for.ts';

/** A server on loopback with its data in a temporary folder. */
export interface Server {
  readonly port: number;
  stop(): Promise<void>;
}

/** A PostgreSQL and its standby, so that the metrics of replication are there; user `app`, no password. */
export async function startPostgresPair(folder: string): Promise<readonly [Server, Server]> {
  mkdirSync(folder);
  if (isRoot()) {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(spawnSync('id', [flag, 'postgres']).stdout.toString()),
    );
    chownSync(folder, uid, gid);
  }
  const [primaryData, standbyData] = [join(folder, 'primary'), join(folder, 'standby')];
  await run(asPostgres('initdb', ['-D', primaryData, '-U', 'app', '-A', 'trust', '-N']));
  const primary = await startPostgres(primaryData, folder);
  try {
    const from = ['-h', '127.0.0.1', '-p', String(primary.port), '-U', 'app'];
    const copy = ['--slot=standby', '--create-slot', '-D', standbyData, '-R', '-N'];
    await run(asPostgres('pg_basebackup', [...from, ...copy]));
    return [primary, await startPostgres(standbyData, folder)];
  } catch (error) {
    await primary.stop();
    throw error;
  }
}

async function startPostgres(data: string, socketFolder: string): Promise<Server> {
  const port = await freePort();
  const options = ['-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', socketFolder];
  const [command, args] = asPostgres('postgres', ['-D', data, ...options, '-c', 'fsync=off']);
  const program = startProgram(command, args);
  await waitFor('PostgreSQL', () => program.output().includes('ready to accept'));
  return { port, stop: () => stopProgram(program) };
}

/** PostgreSQL refuses to run as root. */
function asPostgres(command: string, args: readonly string[]): readonly [string, readonly string[]] {
  if (!isRoot()) return [command, args];
  return ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...args]];
}

function isRoot(): boolean {
  return userInfo().uid === 0;
}

/** A Redis with a key in it and its replica, so that the metrics of key spaces and replicas are there. */
export async function startRedisPair(folder: string): Promise<readonly [Server, Server]> {
  mkdirSync(folder);
  const primary = await startRedis(folder, 'primary', [
    '--maxmemory',
    '100mb',
    '--slowlog-log-slower-than',
    '0',
  ]);
  const replica = await startRedis(folder, 'replica', ['--replicaof', '127.0.0.1', String(primary.port)]);
  await run(['redis-cli', ['-p', String(primary.port), 'set', 'key', 'value', 'EX', '600']]);
  return [primary, replica];
}

async function startRedis(folder: string, name: string, options: readonly string[]): Promise<Server> {
  const port = await freePort();
  const own = join(folder, name);
  mkdirSync(own);
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', own, '--save', ''];
  const program = startProgram('redis-server', [...place, ...options]);
  await waitFor('Redis', () => program.output().includes('Ready to accept connections'));
  return { port, stop: () => stopProgram(program) };
}

/** A program that serves `/metrics` on a port, once it does. */
export async function startExporter(
  command: string,
  args: (address: string) => readonly string[],
  options: Parameters<typeof startProgram>[2] = {},
): Promise<Server & { readonly program: Program }> {
  const port = await freePort();
  const program = startProgram(command, args(`127.0.0.1:${port}`), options);
  await waitFor(command, async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).ok);
  return { port, program, stop: () => stopProgram(program) };
}

async function run([command, args]: readonly [string, readonly string[]]): Promise<void> {
  const { exit, output } = await runProgram(command, args);
  if (exit !== 0) throw new Error(`${command} ended with ${exit}: ${output}`);
}
