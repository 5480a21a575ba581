import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

/** Folder of the repository. */
export const ROOT = join(import.meta.dirname, '../..');

export interface Program {
  readonly pid: number;
  /** Everything written so far, standard output and error together. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  /** Exit code, or the signal that ended it. */
  readonly exit: Promise<number | NodeJS.Signals>;
}

/** Starts a program found on the path; the repository's own Node.js comes first. */
export function startProgram(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Program {
  const path = [join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  const child = spawn(command, args, {
    cwd: options.cwd ?? ROOT,
    env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', ...options.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return {
    pid: child.pid ?? 0,
    output: () => text,
    kill: (signal) => child.kill(signal),
    exit: exitOf(child),
  };
}

/** Runs a program to its end. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<{ readonly exit: number | NodeJS.Signals; readonly output: string }> {
  const program = startProgram(command, args, options);
  const exit = await program.exit;
  return { exit, output: program.output() };
}

function exitOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 0));
  });
}

/** Ends a program started by a test and waits for it. */
export async function stopProgram(program: Program): Promise<void> {
  program.kill('SIGTERM');
  const timer = setTimeout(() => program.kill('SIGKILL'), 10_000);
  await program.exit;
  clearTimeout(timer);
}
