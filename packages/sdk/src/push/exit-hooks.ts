import { isMainThread } from '../platform/modules-in-use.ts';

/** What is done when the process ends. */
export interface ExitWork {
  /** Sends what is not sent yet; bounded in time, never rejects. */
  readonly flush: () => Promise<void>;
  /** Writes what is not sent yet to a file, at once. */
  readonly save: () => void;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** On our listeners, so that those of another copy of this module are known as well. */
const OURS = Symbol.for('telltale.exit-hook');

/**
 * Does the work when the process ends: `beforeExit` (nothing left to do) flushes; `exit`
 * (`process.exit()`, uncaught errors) saves; SIGTERM and SIGINT flush, and afterwards end the process as
 * they would have, by the same signal, if no listener of the program is there to do so. A second signal
 * ends it without waiting. The result takes the hooks away.
 */
export function onProcessEnd({ flush, save }: ExitWork): () => void {
  let isEnding = false;
  const onSignal = async (signal: NodeJS.Signals) => {
    const isProgramsOwn = process.listeners(signal).some((listener) => !Object.hasOwn(listener, OURS));
    if (isEnding && !isProgramsOwn) return endBy(signal);
    isEnding = true;
    await flush();
    if (!isProgramsOwn) return endBy(signal);
    // The program goes on to its own end, which is flushed as well.
    isEnding = false;
  };
  const endBy = (signal: NodeJS.Signals) => {
    // An end by signal has no `exit`.
    save();
    remove();
    // Several pushes flush at the same time: the last one to finish ends the process.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const beforeExit = () => void flush();
  Object.defineProperty(onSignal, OURS, { value: true });
  const remove = () => {
    process.off('beforeExit', beforeExit).off('exit', save);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  process.on('beforeExit', beforeExit).on('exit', save);
  // First in line, so that the program's listeners for one time are still to be seen. Threads get no signals.
  if (isMainThread()) for (const signal of SIGNALS) process.prependListener(signal, onSignal);
  return remove;
}
