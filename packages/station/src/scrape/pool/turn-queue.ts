/** Lets what is due together begin one after the other, so that everything else has its turn in between. */
export interface TurnQueue {
  /** Resolves when it is the caller's turn. */
  next(): Promise<void>;
}

/**
 * Creates a queue that lets through so many in one turn of the event loop: a thousand scrapes that are due at
 * one instant hold nothing up, and none of them waits for another to end.
 */
export function createTurnQueue(perTurn: number): TurnQueue {
  let waiting: (() => void)[] = [];
  const run = (): void => {
    const ready = waiting.slice(0, perTurn);
    waiting = waiting.slice(perTurn);
    if (waiting.length > 0) setImmediate(run);
    for (const resolve of ready) resolve();
  };
  return {
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 1) setImmediate(run);
      }),
  };
}
