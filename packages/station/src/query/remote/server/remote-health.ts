import { TelltaleError } from '@telltale/model';

/** How it goes with the server that is read from. */
export interface RemoteFigures {
  /** Host and port. */
  readonly host: string;
  /** `undefined` before the first question. */
  readonly isUp: boolean | undefined;
  /** Since when nothing was answered; absent where the last question was. */
  readonly failingSinceMs?: number;
  /** Why not; empty where it was. */
  readonly lastError: string;
}

/** How a question ended: `refused` are those that the server answered with an error. */
export type RemoteOutcome = 'success' | 'refused' | 'unavailable';

/** Learns from the questions to a server whether it is there. */
export class RemoteHealth {
  readonly #host: string;
  readonly #observe: ((outcome: RemoteOutcome, durationMs: number) => void) | undefined;
  #isUp: boolean | undefined;
  #failingSinceMs: number | undefined;
  #lastError = '';

  constructor(host: string, observe?: (outcome: RemoteOutcome, durationMs: number) => void) {
    this.#host = host;
    this.#observe = observe;
  }

  /** Runs a question. One that its asker gave up says nothing of the server. */
  async watch<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const startedMs = performance.now();
    try {
      const answer = await ask();
      this.#answered('success', startedMs);
      return answer;
    } catch (error) {
      if (!(error instanceof TelltaleError)) throw error;
      if (error.code === 'TT_REMOTE_UNAVAILABLE') this.#failed(error.message, startedMs);
      else this.#answered('refused', startedMs);
      throw error;
    }
  }

  figures(): RemoteFigures {
    const failingSinceMs = this.#failingSinceMs;
    return {
      host: this.#host,
      isUp: this.#isUp,
      lastError: this.#lastError,
      ...(failingSinceMs !== undefined && { failingSinceMs }),
    };
  }

  #answered(outcome: RemoteOutcome, startedMs: number): void {
    this.#isUp = true;
    this.#failingSinceMs = undefined;
    this.#lastError = '';
    this.#observe?.(outcome, performance.now() - startedMs);
  }

  #failed(message: string, startedMs: number): void {
    this.#isUp = false;
    this.#failingSinceMs ??= Date.now();
    this.#lastError = message;
    this.#observe?.('unavailable', performance.now() - startedMs);
  }
}
