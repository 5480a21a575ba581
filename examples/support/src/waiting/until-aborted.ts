import { setTimeout as delay } from 'node:timers/promises';

/** Waits until the signal is aborted, or for some time at most. */
export async function untilAborted(signal: AbortSignal, mostMs?: number): Promise<void> {
  // Longer than that, timers do not wait.
  await delay(mostMs ?? 2 ** 31 - 1, undefined, { signal }).catch(() => undefined);
}
