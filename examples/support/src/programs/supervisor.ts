import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program to be supervised. */
export interface Program {
  readonly name: string;
  /** The script for Node.js and its arguments. */
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called for every line the program prints; what it says on stderr is always shown. */
  readonly onLine?: (line: string) => void;
  /** How long after its end it is started again; not at all where absent. */
  readonly restartAfterMs?: number;
}

/** How a program ended. */
export interface End {
  readonly name: string;
  /** Exit code, or null for a program that was killed. */
  readonly code: number | null;
}

/** Keeps programs together: they end when this program ends, even by SIGKILL. */
export interface Supervisor {
  start(program: Program): void;
  /** Process id by name of the programs that run now. */
  pids(): Readonly<Record<string, number>>;
  /** Resolves when the first program has ended by itself that is not started again. */
  readonly firstEnd: Promise<End>;
  /** Asks all programs to stop, kills those that do not within five seconds, waits for all. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 5000;
const END_WITH_PARENT = new URL('./end-with-parent.ts', import.meta.url).href;
const FLAGS = ['--conditions=@telltale/source', '--no-warnings', '--import', END_WITH_PARENT];

/** A supervisor without programs; `onChange` is told whenever one has started or ended. */
export function createSupervisor(onChange: () => void = () => undefined): Supervisor {
  const children = new Map<ChildProcess, string>();
  const { promise: firstEnd, resolve: onEnd } = Promise.withResolvers<End>();
  let isStopping = false;

  const start = (program: Program): void => {
    if (isStopping) return;
    const { name, restartAfterMs } = program;
    const child = spawnProgram(program);
    children.set(child, name);
    const ended = (code: number | null) => {
      children.delete(child);
      if (restartAfterMs === undefined) onEnd({ name, code });
      else setTimeout(() => start(program), restartAfterMs).unref();
      onChange();
    };
    child.once('exit', ended);
    // It could not be started at all.
    child.once('error', () => ended(1));
    onChange();
  };

  return {
    start,
    pids: () => Object.fromEntries([...children].map(([{ pid = 0 }, name]) => [name, pid])),
    firstEnd,
    stop: async () => {
      isStopping = true;
      await endAll([...children.keys()]);
    },
  };
}

function spawnProgram({ args, env, onLine }: Program): ChildProcess {
  // By name, not `process.execPath`: PATH says which Node.js the repository wants.
  const child = spawn('node', [...FLAGS, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', onLine ? 'pipe' : 'ignore', 'inherit', 'ipc'],
  });
  if (child.stdout && onLine) createInterface(child.stdout).on('line', onLine);
  return child;
}

async function endAll(children: readonly ChildProcess[]): Promise<void> {
  const ends = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of children) {
    child.kill('SIGTERM');
    // One that was stopped could not end.
    child.kill('SIGCONT');
  }
  const killer = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, PATIENCE_MS);
  await Promise.all(ends);
  clearTimeout(killer);
}
