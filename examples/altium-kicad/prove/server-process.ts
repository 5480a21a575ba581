import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { CONFIG, TELLTALE } from './telltale-command.ts';
import { waitFor } from './wait-for.ts';

/** A server that a proof started. */
export interface ServerProcess {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Whether a program is installed. */
export function hasProgram(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
}

/** Starts Prometheus on a configuration in a folder; it takes remote writes too. */
export function startPrometheus(folder: string): Promise<ServerProcess> {
  return start('prometheus', folder, (address) => [
    '--config.file=prometheus.yml',
    '--storage.tsdb.path=tsdb',
    '--web.enable-remote-write-receiver',
    `--web.listen-address=${address}`,
  ]);
}

/** Starts a Pushgateway. */
export function startPushgateway(folder: string): Promise<ServerProcess> {
  return start('prometheus-pushgateway', folder, (address) => [
    `--web.listen-address=${address}`,
    // Debian's keeps what it was sent, for all to see.
    '--persistence.file=',
  ]);
}

/** Starts the station on the example's definition. */
export function startStation(folder: string): Promise<ServerProcess> {
  return start('node', folder, (address) => {
    const { port } = new URL(`http://${address}`);
    return [TELLTALE, 'up', '--config', CONFIG, '--port', port, '--data', 'station', '--no-host'];
  });
}

async function start(
  program: string,
  folder: string,
  args: (address: string) => readonly string[],
): Promise<ServerProcess> {
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(program, args(address), { cwd: folder, stdio: 'ignore' });
  const exit = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await exit;
  };
  try {
    await waitFor(`${program} to be ready`, async () => (await fetch(`http://${address}/-/ready`)).ok);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://${address}`, stop };
}

/** A port of 127.0.0.1 that nothing listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** The value of an instant query that has one result; `undefined` where it has none. */
export async function queryValue({ url }: ServerProcess, query: string): Promise<number | undefined> {
  const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { data } = (await answer.json()) as {
    data: { result: readonly { readonly value: readonly [number, string] }[] };
  };
  return data.result.length === 0 ? undefined : Number(data.result[0].value[1]);
}
