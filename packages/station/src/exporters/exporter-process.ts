import { spawn } from 'node:child_process';
import type { Clock } from '@telltale/model';
import type { OutputLog } from './output-log.ts';
import type { Launcher } from './parent-bound.ts';

/** A program that has not ended by then after SIGTERM is killed. */
const END_GRACE_MS = 5000;
/** Its output is read no longer after its end. */
const LEFT_OPEN_MS = 1000;

/** What {@link startExporter} takes. */
export interface ExporterProcessOptions {
  readonly launcher: Launcher;
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment of the program. */
  readonly env: Readonly<Record<string, string>>;
  readonly output: OutputLog;
  readonly clock: Clock;
}

/** A program that runs. */
export interface ExporterProcess {
  /** Resolves when it has ended, with how: `with code 1`. */
  readonly ended: Promise<string>;
  /** Asks it to end, and makes it. */
  stop(): Promise<void>;
}

/** Starts a program, in a group of its own: Ctrl-C is for the station, which then ends it. */
export function startExporter(options: ExporterProcessOptions): ExporterProcess {
  const { launcher, file, args, env, output, clock } = options;
  const [command, ...before] = [...launcher, file];
  const child = spawn(command, [...before, ...args], {
    env,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  output.read(child.stdout);
  output.read(child.stderr);
  const tell = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // Nothing of its group is left.
    }
  };
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`before it began: ${error.message}`));
    child.once('exit', (code, signal) => {
      const end = () => resolve(signal === null ? `with code ${code}` : `by ${signal}`);
      // What it started itself goes with it; what left its group may still hold its output open.
      tell('SIGKILL');
      child.once('close', end);
      clock.after(LEFT_OPEN_MS, end);
    });
  });
  return {
    ended,
    stop: async () => {
      tell('SIGTERM');
      const cancel = clock.after(END_GRACE_MS, () => tell('SIGKILL'));
      await ended;
      cancel();
    },
  };
}
