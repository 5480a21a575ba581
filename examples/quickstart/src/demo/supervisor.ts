import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program of the demo. */
export interface Program {
  readonly name: string;
  /** The script for Node.js and its arguments. */
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called for every line the program prints; what it says on stderr is always shown. */
  readonly onLine?: (line: string) => void;
}

/** How a program ended. */
export interface End {
  readonly name: string;
  /** Exit code, or null for a program that was killed. */
  readonly code: number | null;
}

/** Keeps the demo's programs together. */
export interface Supervisor {
  start(program: Program): void;
  /** Resolves when the first program ends by itself. */
  readonly firstEnd: Promise<End>;
  /** Asks all programs to stop, kills those that do not within five seconds, waits for all. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 5000;
const STOP_WITH_PARENT = new URL('./stop-with-parent.ts', import.meta.url).href;

/** A supervisor without programs. */
export function createSupervisor(): Supervisor {
  const children = new Set<ChildProcess>();
  const { promise: firstEnd, resolve: onEnd } = Promise.withResolvers<End>();
  let isStopping = false;

  const start = (program: Program): void => {
    if (isStopping) return;
    const flags = ['--conditions=@telltale/source', '--no-warnings', '--import', STOP_WITH_PARENT];
    // By name, not `process.execPath`: PATH says which Node.js the repository wants.
    const child = spawn('node', [...flags, ...program.args], {
      env: { ...process.env, ...program.env },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    children.add(child);
    if (child.stdout) createInterface(child.stdout).on('line', (line) => program.onLine?.(line));
    child.once('error', () => onEnd({ name: program.name, code: 1 }));
    child.once('exit', (code) => {
      children.delete(child);
      onEnd({ name: program.name, code });
    });
  };

  const stop = async (): Promise<void> => {
    isStopping = true;
    const ends = [...children].map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of children) child.kill('SIGTERM');
    const killer = setTimeout(() => {
      for (const child of children) child.kill('SIGKILL');
    }, PATIENCE_MS);
    await Promise.all(ends);
    clearTimeout(killer);
  };

  return { start, firstEnd, stop };
}
