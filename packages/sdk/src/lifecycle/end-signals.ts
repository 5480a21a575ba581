import { constants } from 'node:os';
import { isMainThread } from '../platform/modules-in-use.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** A terminal sends its signal to npm and to the program, and npm sends it on: that is one and the same. */
const ECHO_WITHIN_MS = 500;

/** A signal that asks a program to end. */
export type EndSignal = (typeof SIGNALS)[number];

/** How a program ends when it is asked to. */
export interface EndSignalOptions {
  /** Ends the program; never rejects. */
  readonly end: (signal: EndSignal) => Promise<void>;
  /** Time for it, in milliseconds. */
  readonly graceMs: number;
  /** What is not done yet, for people. */
  readonly waitingFor: () => readonly string[];
}

/**
 * Ends the program in order at SIGTERM and SIGINT: with code 0 when all is done, with code 1 when the time is over,
 * and at once, as by the signal alone, when a second one comes. The result takes the listeners away.
 */
export function endBySignals({ end, graceMs, waitingFor }: EndSignalOptions): () => void {
  let first: { readonly signal: EndSignal; readonly atMs: number } | undefined;
  const onSignal = (signal: EndSignal) => {
    if (first) {
      if (signal === first.signal && performance.now() - first.atMs < ECHO_WITHIN_MS) return;
      tell(`${signal} again: not waiting any longer${list(waitingFor())}`);
      // What a shell says of a program that a signal has ended.
      process.exit(128 + constants.signals[signal]);
    }
    first = { signal, atMs: performance.now() };
    // Keeps the process alive as the end itself may not, and ends it even if the end waits for ever.
    setTimeout(() => {
      tell(`not ended ${graceMs / 1000} s after ${signal}${list(waitingFor())}: exiting`);
      process.exit(1);
    }, graceMs);
    void end(signal).then(() => process.exit());
  };
  // Threads get no signals.
  if (isMainThread()) for (const signal of SIGNALS) process.on(signal, onSignal);
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
}

function list(names: readonly string[]): string {
  return names.length === 0 ? '' : `, still waiting for ${names.join(', ')}`;
}

/** Written at once: the process is about to end. */
function tell(message: string): void {
  process.stderr.write(`telltale: ${message}\n`);
}
