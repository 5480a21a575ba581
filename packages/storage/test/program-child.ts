import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The programs without their types: else each life begins with removing them. */
const COMPILED = join(tmpdir(), 'telltale-crash-child');

/** A program of this folder in a process of its own, which prints numbers in lines. */
export class ProgramChild {
  readonly process: ChildProcess;
  output = '';
  errors = '';

  constructor(file: string, args: readonly string[]) {
    const path = fileURLToPath(new URL(file, import.meta.url));
    const node = ['--conditions=@telltale/source', '--no-warnings', path, ...args];
    const child = spawn('node', node, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
    });
    child.stdout.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.process = child;
  }

  /** The number in the last whole line; -1 before there is one. */
  get lastNumber(): number {
    return Number(this.output.split('\n').at(-2) ?? -1);
  }

  /** Kills the process with SIGKILL some time after its first line; returns the last number. */
  async killAfter(delayMs: number): Promise<number> {
    const exited = once(this.process, 'exit');
    while (this.lastNumber < 0 && this.process.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (this.process.exitCode !== null) throw new Error(`the program ended by itself: ${this.errors}`);
    this.process.kill('SIGKILL');
    await exited;
    return this.lastNumber;
  }
}
