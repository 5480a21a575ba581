import { setImmediate as nextTurn } from 'node:timers/promises';

/** Reading gives other work of the thread a turn this often. */
const MAX_TURN_MS = 8;

/** The time a read may hold its thread before other work gets a turn. */
export class Turn {
  #startedMs = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#startedMs >= MAX_TURN_MS;
  }

  /**
   * Lets other work run.
   *
   * @throws the reason of `signal` when the reader does not want its answer any more.
   */
  async end(signal?: AbortSignal): Promise<void> {
    await nextTurn();
    signal?.throwIfAborted();
    this.#startedMs = performance.now();
  }
}
