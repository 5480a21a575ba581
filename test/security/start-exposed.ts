import { fork } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ExposedPorts, ExposedSettings, Told } from './exposed-program.ts';

export type { ExposedPorts };

/** A station and a service in a process of their own. */
export interface Exposed extends Told {
  readonly url: string;
  /** Memory that the process has at this moment. */
  residentBytes(): number;
  /** Its files and connections. */
  openFiles(): number;
  /** Everything that it wrote. */
  output(): string;
  /** Ends it; says how it ended where that was before it was told to. */
  stop(): Promise<string>;
}

const PAGE_BYTES = 4096;

/** Starts the program and waits until everything listens. */
export async function startExposed(
  settings: ExposedSettings,
  environment: Readonly<Record<string, string>> = {},
): Promise<Exposed> {
  const child = fork(join(import.meta.dirname, 'exposed-program.ts'), [JSON.stringify(settings)], {
    execArgv: ['--conditions=@telltale/source', '--no-warnings'],
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  let isStopping = false;
  let crash = '';
  const exit = new Promise<void>((resolve) =>
    child.once('close', (code, signal) => {
      if (!isStopping) crash = `ended by ${code ?? signal}: ${output}`;
      resolve();
    }),
  );
  const told = await Promise.race([
    new Promise<Told>((resolve) => child.once('message', (message) => resolve(message as Told))),
    exit.then(() => Promise.reject(new Error(crash))),
  ]);
  return {
    ...told,
    url: `http://127.0.0.1:${told.ports.station}`,
    residentBytes: () => Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES,
    openFiles: () => readdirSync(`/proc/${child.pid}/fd`).length,
    output: () => output,
    stop: async () => {
      isStopping = true;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exit;
      clearTimeout(timer);
      return crash;
    },
  };
}
