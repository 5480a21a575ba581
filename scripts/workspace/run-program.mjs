import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** What a script stops with when the message says everything: no stack trace is shown. */
export class PlainFailure extends Error {
  /** @param {string} message @param {number} exitCode */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * The environment of every program a script starts: the repository's own Node.js and tools come
 * first on PATH, so that a script running on an older Node.js still starts its programs on the right one.
 * @param {Record<string, string | undefined>} extra
 */
function programEnv(extra = {}) {
  return {
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
    ...extra,
  };
}

const running = new Set();

/** A signal to the script is a signal to its programs; the script ends when they have ended. */
function passOn(signal) {
  if (running.size === 0) process.exit(130);
  for (const child of running) child.kill(signal);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);

/** npm passes SIGTERM to its shell only, so the script learns of it by the shell's end. */
function watchNpm() {
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid !== shell) passOn('SIGTERM');
  }, 500).unref();
}
if (process.env.npm_lifecycle_event !== undefined) watchNpm();

/**
 * Runs a program found on PATH to its end. `output: 'inherit'` shows what it prints; `'capture'`
 * returns the last 64 KiB of it. `hasChannel` opens a channel by whose end the program learns that
 * the script is gone, even after SIGKILL.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, output?: 'inherit' | 'capture', hasChannel?: boolean }} options
 * @returns {Promise<{ code: number, signal: string | null, output: string }>}
 */
export function runProgram(program, args, options = {}) {
  const { cwd = root, env = {}, output = 'inherit', hasChannel = false } = options;
  const sink = output === 'capture' ? 'pipe' : 'inherit';
  const stdio = hasChannel ? ['ignore', sink, sink, 'ipc'] : ['ignore', sink, sink];
  const child = spawn(program, args, { cwd, env: programEnv(env), stdio });
  running.add(child);
  let captured = '';
  const keep = (chunk) => {
    captured = (captured + chunk.toString()).slice(-65_536);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      running.delete(child);
      resolve({ code: 127, signal: null, output: `${program}: ${error.message}` });
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? 1, signal, output: captured });
    });
  });
}

/**
 * Runs a script's body; a {@link PlainFailure} ends it with one line on stderr.
 * @param {() => Promise<number | void>} body
 */
export async function runScript(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    if (!(error instanceof PlainFailure)) throw error;
    console.error(`telltale: ${error.message}`);
    process.exitCode = error.exitCode;
  }
}
