import type { ObservePhase } from './http-instruments.ts';

/** A part of a request that is told by `t.http.phase`. */
export type RequestPhase = 'handler' | 'database';

/**
 * How long a request was in middleware, in its handler and in the database. The three do not overlap:
 * together they are the whole request. Queries that run at the same time count once.
 */
export class RequestPhases {
  readonly #startMs: number;
  /** `undefined` until the handler starts. */
  #handlerStartMs: number | undefined;
  #databaseMs = 0;
  #databaseBeforeHandlerMs = 0;
  #queries = 0;
  #queryStartMs = 0;

  /** `isHandler` where nothing runs in front of the handler that could be told from it. */
  constructor(startMs: number, isHandler: boolean) {
    this.#startMs = startMs;
    this.#handlerStartMs = isHandler ? startMs : undefined;
  }

  /** Begins a phase. */
  enter(phase: RequestPhase): void {
    const nowMs = performance.now();
    if (phase === 'handler') this.#enterHandler(nowMs);
    else if (this.#queries++ === 0) this.#queryStartMs = nowMs;
  }

  /** Ends a phase; the handler ends with the request. */
  leave(phase: RequestPhase): void {
    if (phase === 'database' && --this.#queries === 0) {
      this.#databaseMs += performance.now() - this.#queryStartMs;
    }
  }

  /** Records the phases of a request that has ended. */
  record(observe: ObservePhase, endMs: number): void {
    if (this.#queries > 0) this.#databaseMs += endMs - this.#queryStartMs;
    const totalMs = endMs - this.#startMs;
    const handlerStartMs = this.#handlerStartMs ?? endMs;
    const databaseBeforeMs =
      this.#handlerStartMs === undefined ? this.#databaseMs : this.#databaseBeforeHandlerMs;
    const middlewareMs = Math.max(0, handlerStartMs - this.#startMs - databaseBeforeMs);
    observe('middleware', middlewareMs / 1000);
    observe('database', this.#databaseMs / 1000);
    observe('handler', Math.max(0, totalMs - middlewareMs - this.#databaseMs) / 1000);
  }

  #enterHandler(nowMs: number): void {
    this.#handlerStartMs = nowMs;
    const runningMs = this.#queries > 0 ? nowMs - this.#queryStartMs : 0;
    this.#databaseBeforeHandlerMs = this.#databaseMs + runningMs;
  }
}
