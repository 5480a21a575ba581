import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';

/** The world as a command sees it, so that tests can run commands in this process. */
export interface CommandIo {
  /** Results: standard output. */
  write(text: string): void;
  /**
   * Resolves when standard output takes more, for output that is larger than memory: with false when
   * nobody reads it any more.
   */
  drained?(): Promise<boolean>;
  /** Errors and progress: standard error. */
  writeError(text: string): void;
  /** Whether standard output is a terminal that shows colours (NO_COLOR respected). */
  readonly useColor: boolean;
  /** Whether standard error is a terminal, where progress can be shown on one line. */
  readonly showsProgress?: boolean;
  /** Width of the terminal that standard output is; absent where it is none. */
  readonly columns?: number;
  /** Asks the person at the terminal; absent where nobody is there. */
  ask?(question: string): Promise<string>;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Exit codes of every command. */
export const EXIT = {
  /** Done; nothing found, everything proven. */
  ok: 0,
  /** Done; faults were found or something was not proven. */
  findings: 1,
  /** Not done: wrong arguments, unreadable input, a port in use. */
  failure: 2,
} as const;

/** This process's streams, folder and environment. */
export function processIo(): CommandIo {
  const useColor = process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return {
    write: (text) => void process.stdout.write(text),
    drained,
    writeError: (text) => void process.stderr.write(text),
    useColor,
    showsProgress: process.stderr.isTTY,
    ...(process.stdout.isTTY && { columns: process.stdout.columns }),
    ...(process.stdin.isTTY && process.stderr.isTTY && { ask }),
    cwd: process.cwd(),
    env: process.env,
  };
}

/** The question stands on standard error: standard output is for results. */
async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

async function drained(): Promise<boolean> {
  const { stdout } = process;
  const left = new AbortController();
  const { signal } = left;
  try {
    if (stdout.writableNeedDrain) {
      await Promise.race([once(stdout, 'drain', { signal }), once(stdout, 'close', { signal })]);
    }
    return stdout.writable;
  } catch {
    return false;
  } finally {
    left.abort();
  }
}
