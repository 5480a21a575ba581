import { keepLogBounded } from './log-rotation.ts';

/** The log of a process that was started to outlive its terminal; unset in others. */
export const LOG_VARIABLE = 'TELLTALE_DAEMON_LOG';

/** What such a process tells the one that started it, once it is ready. */
export interface DaemonMessage {
  /** What `telltale up` shows in a terminal. */
  readonly status: string;
}

/** To be called where a station runs in this process: nothing happens unless it was started as a daemon. */
export function beginAsDaemon(env: NodeJS.ProcessEnv = process.env): void {
  const file = env[LOG_VARIABLE];
  if (file === undefined) return;
  // Programs that the station starts have logs of their own.
  delete env[LOG_VARIABLE];
  keepLogBounded(file);
}

/** Tells who started this process, if he waits, that the station is ready. */
export function tellReady(status: string): void {
  // Whoever waited may have given up: that is no reason to end.
  process.send?.({ status } satisfies DaemonMessage, undefined, undefined, () => undefined);
}
