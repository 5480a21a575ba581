import { TelltaleError } from '@telltale/model';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a task that must not be left in the middle: Ctrl-C, an order to end and a terminal that closes abort its
 * signal, and the process waits for it. Once is enough: npm and the terminal both send Ctrl-C.
 *
 * @param stopped What the task has to say when it ended early.
 */
export async function interruptible<Result>(
  stopped: TelltaleError,
  task: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const abort = new AbortController();
  const stop = (): void => abort.abort(stopped);
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await task(abort.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

/** Rejects with the signal's reason once it is aborted; to be raced with what does not know of signals. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  // Nobody may wait for it when it comes.
  promise.catch(() => undefined);
  const stop = (): void => reject(signal.reason as Error);
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return promise;
}
