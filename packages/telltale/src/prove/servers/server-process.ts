import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { TelltaleError } from '@telltale/model';

/** A server that was started for a proof. */
export interface ServerProcess {
  /** Makes it read its configuration again. */
  reload(): void;
  stop(): Promise<void>;
}

const START_MS = 30_000;
const STOP_MS = 10_000;
const POLL_MS = 100;
/** More of what a server says is not kept. */
const MAX_OUTPUT = 64 * 1024;

/**
 * Starts the first program of the names that is there, and waits until it is ready.
 *
 * @throws TelltaleError TT_USAGE where none is installed or it does not start.
 */
export async function startServer(
  names: readonly string[],
  args: readonly string[],
  readyUrl: string,
): Promise<ServerProcess> {
  for (const name of names) {
    const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-MAX_OUTPUT));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const exit = new Promise<string>((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      child.once('close', (code, signal) => resolve(String(code ?? signal)));
    });
    const end = await Promise.race([ready(readyUrl), exit]);
    if (end === 'ENOENT') continue;
    if (end === 'ready') {
      return { reload: () => void child.kill('SIGHUP'), stop: () => stop(child, exit) };
    }
    child.kill('SIGKILL');
    throw new TelltaleError('TT_USAGE', `${name} did not start (${end}): ${lastLine(output)}`);
  }
  throw new TelltaleError('TT_USAGE', `${names.join(' or ')} is not installed.`, {
    fix: 'On Debian: apt-get install prometheus prometheus-alertmanager.',
  });
}

/** A port of 127.0.0.1 that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', resolve);
  });
  // An address of a TCP server is never a path.
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function ready(url: string): Promise<'ready' | 'not ready'> {
  const endMs = performance.now() + START_MS;
  while (performance.now() < endMs) {
    const isReady = await fetch(url)
      .then(({ ok }) => ok)
      .catch(() => false);
    if (isReady) return 'ready';
    await sleep(POLL_MS);
  }
  return 'not ready';
}

async function stop(child: ReturnType<typeof spawn>, exit: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await exit;
  clearTimeout(timer);
}

function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1) ?? '';
}
