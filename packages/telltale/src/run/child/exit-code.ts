import { constants } from 'node:os';

/** What shells say of a program that cannot be started, or is not there. */
const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;
const SIGNAL_BASE = 128;

/** The exit code of a program as shells tell it. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? SIGNAL_BASE + (signal === null ? 0 : constants.signals[signal]);
}

/** The exit code where a program cannot be started. */
export function startFaultCode({ code }: NodeJS.ErrnoException): number {
  return code === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE;
}
