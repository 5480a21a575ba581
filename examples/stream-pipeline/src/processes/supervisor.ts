import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';

/** A program of the pipeline. */
export interface Program {
  readonly name: string;
  /** The script for Node.js and its arguments. */
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long after its end it is started again; not at all where absent. */
  readonly restartAfterMs?: number;
}

/** Keeps programs together, and starts those again that ended. */
export interface Supervisor {
  start(program: Program): void;
  /** Process id by name of the programs that run now. */
  pids(): Readonly<Record<string, number>>;
  /** Asks all programs to stop, kills those that do not within five seconds, waits for all. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 5000;
const END_WITH_PARENT = new URL('./end-with-parent.ts', import.meta.url).href;
const FLAGS = ['--conditions=@telltale/source', '--no-warnings', '--import', END_WITH_PARENT];

/** A supervisor without programs; `onChange` is told whenever one has started or ended. */
export function createSupervisor(onChange: () => void): Supervisor {
  const children = new Map<string, ChildProcess>();
  const stopping = new AbortController();

  const start = (program: Program): void => {
    if (stopping.signal.aborted) return;
    // By name, not `process.execPath`: PATH says which Node.js the repository wants.
    const child = spawn('node', [...FLAGS, ...program.args], {
      env: { ...process.env, ...program.env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    children.set(program.name, child);
    child.once('exit', () => {
      children.delete(program.name);
      const { restartAfterMs } = program;
      if (restartAfterMs !== undefined) setTimeout(() => start(program), restartAfterMs).unref();
      onChange();
    });
    onChange();
  };

  return {
    start,
    pids: () => Object.fromEntries([...children].map(([name, { pid = 0 }]) => [name, pid])),
    stop: async () => {
      stopping.abort();
      const ends = [...children.values()].map((child) => new Promise((end) => child.once('exit', end)));
      for (const child of children.values()) {
        child.kill('SIGTERM');
        // One that a fault has stopped could not end.
        child.kill('SIGCONT');
      }
      const killer = setTimeout(() => {
        for (const child of children.values()) child.kill('SIGKILL');
      }, PATIENCE_MS);
      await Promise.all(ends);
      clearTimeout(killer);
    },
  };
}
