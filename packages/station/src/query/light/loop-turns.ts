import { setImmediate as nextTurn } from 'node:timers/promises';

/** What light queries may take of the thread before all other work gets a turn. */
const MAX_HELD_MS = 5;
/** A task may give way so often; its work can be cold, or the machine busy. */
const MAX_TURNS = 20;

/**
 * Runs tasks one after the other, each within a few turns of the event loop: a task that has to give way
 * more often is told to stop. Hundreds that come at once hold up scrapes no longer than a few of them.
 */
export class LoopTurns {
  #last: Promise<unknown> = Promise.resolve();
  #heldMs = 0;

  /** Rejects with what the task rejects with. */
  run<Result>(task: (overtime: AbortSignal) => Promise<Result>): Promise<Result> {
    const result = this.#last.then(() => this.#runNow(task));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #runNow<Result>(task: (overtime: AbortSignal) => Promise<Result>): Promise<Result> {
    if (this.#heldMs >= MAX_HELD_MS) {
      await nextTurn();
      this.#heldMs = 0;
    }
    const overtime = new AbortController();
    let turns = 0;
    const countTurn = (): void => {
      if (++turns >= MAX_TURNS) overtime.abort();
      else end = setImmediate(countTurn);
    };
    let end = setImmediate(countTurn);
    const startedMs = performance.now();
    try {
      return await task(overtime.signal);
    } finally {
      clearImmediate(end);
      this.#heldMs += performance.now() - startedMs;
    }
  }
}
