import type { ChildProcess } from 'node:child_process';

/** Sent by the terminal to all of its programs, so that the child has them already. */
const OF_TERMINAL = ['SIGINT', 'SIGQUIT', 'SIGHUP'] as const;
const FORWARDED = ['SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const;

/**
 * Sends signals that this process gets on to a child, and does not end by them itself: the child decides. Returns
 * what ends it.
 */
export function forwardSignals(child: ChildProcess, hasTerminal: boolean): () => void {
  const send = (signal: NodeJS.Signals) => void child.kill(signal);
  const ignore = () => undefined;
  const ofTerminal = hasTerminal ? ignore : send;
  for (const signal of FORWARDED) process.on(signal, send);
  for (const signal of OF_TERMINAL) process.on(signal, ofTerminal);
  return () => {
    for (const signal of FORWARDED) process.off(signal, send);
    for (const signal of OF_TERMINAL) process.off(signal, ofTerminal);
  };
}
