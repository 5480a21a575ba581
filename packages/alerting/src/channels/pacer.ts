import type { Clock } from '@telltale/model';

/** How fast something may happen. */
export interface Pace {
  /** Once in this time in the long run. */
  readonly intervalMs: number;
  /** So often at once after a time of rest. */
  readonly burst: number;
}

/** Hands out turns, in the order in which they are asked for. */
export interface Pacer {
  /** Waits for a turn; `false` where the signal ended the wait. */
  turn(signal: AbortSignal): Promise<boolean>;
}

/** Creates a pacer that had a time of rest. */
export function createPacer({ intervalMs, burst }: Pace, clock: Clock): Pacer {
  /** When the turn after the last one would come without a burst. */
  let nextMs = -Infinity;
  return {
    turn: (signal) => {
      const nowMs = clock.now();
      const dueMs = Math.max(nextMs, nowMs - (burst - 1) * intervalMs);
      nextMs = dueMs + intervalMs;
      return waitUntil(Math.max(0, dueMs - nowMs), signal, clock);
    },
  };
}

function waitUntil(delayMs: number, signal: AbortSignal, clock: Clock): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  if (delayMs === 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (isTurn: boolean): void => {
      cancel();
      signal.removeEventListener('abort', stop);
      resolve(isTurn);
    };
    const stop = (): void => end(false);
    const cancel = clock.after(delayMs, () => end(true));
    signal.addEventListener('abort', stop, { once: true });
  });
}
