import { spawn } from 'node:child_process';

import { waitFor } from '../waiting/index.ts';
import { freePort } from './free-port.ts';

/** A server that a proof started. */
export interface ServerProcess {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts a program on a free port, `host:port` for its arguments, and waits until its `/-/ready` says so. */
export async function startServer(
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
