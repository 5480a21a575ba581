import { TelltaleError } from '@telltale/model';
import type { QueryAnswer } from '../query-answers.ts';
import type { ThreadReport } from './messages.ts';
import { fromPlainError } from './plain-error.ts';

/** An answer whose reader asks for nothing is given up after so long. */
const MAX_READER_PAUSE_MS = 60_000;

export interface RunningQueryOptions {
  readonly signal: AbortSignal | undefined;
  /** Asks the thread for the next chunk, or to stop. */
  readonly order: (kind: 'more' | 'cancel') => void;
  /** When the thread must have said something; counted from each thing it is asked. */
  readonly patienceMs: (kind: 'answer' | 'chunk' | 'cancel') => number;
  /** The thread did not say anything for too long. */
  readonly onSilence: () => void;
}

/** A query in the thread, seen from the main thread: from its order to the last chunk of its answer. */
export class RunningQuery {
  readonly answer: Promise<QueryAnswer>;
  readonly #options: RunningQueryOptions;
  readonly #resolve: (answer: QueryAnswer) => void;
  readonly #reject: (error: unknown) => void;
  #watch: NodeJS.Timeout | undefined;
  #chunk:
    | { readonly resolve: (report: ChunkReport) => void; readonly reject: (error: unknown) => void }
    | undefined;
  #failure: unknown;

  constructor(options: RunningQueryOptions) {
    this.#options = options;
    const { promise, resolve, reject } = Promise.withResolvers<QueryAnswer>();
    this.answer = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#expect('answer');
    options.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Takes what the thread says of this query; gives back whether that was the last. */
  receive(report: ThreadReport): boolean {
    clearTimeout(this.#watch);
    switch (report.kind) {
      case 'answer':
        this.#take(report);
        return report.isLast;
      case 'chunk':
        this.#chunk?.resolve(report);
        if (report.isLast) this.#leave();
        return report.isLast;
      case 'failed':
        this.fail(fromPlainError(report.error));
        return true;
    }
  }

  /** Ends the query: whoever waits for it learns why. */
  fail(error: unknown): void {
    this.#leave();
    this.#failure ??= error;
    this.#reject(this.#failure);
    this.#chunk?.reject(this.#failure);
  }

  #take({ chunk, isLast, cost }: Extract<ThreadReport, { kind: 'answer' }>): void {
    if (isLast) this.#leave();
    this.#resolve({ body: isLast ? chunk : this.#chunks(chunk), ...cost });
    if (!isLast) this.#expectReader();
  }

  async *#chunks(first: Uint8Array): AsyncGenerator<Uint8Array, void> {
    let isComplete = false;
    try {
      let report: Pick<ChunkReport, 'chunk' | 'isLast'> = { chunk: first, isLast: false };
      for (;;) {
        yield report.chunk;
        if (report.isLast) break;
        report = await this.#nextChunk();
        if (!report.isLast) this.#expectReader();
      }
      isComplete = true;
    } finally {
      if (!isComplete) this.#cancel(new Error('the reader left'));
    }
  }

  #nextChunk(): Promise<ChunkReport> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#chunk = { resolve, reject };
      this.#expect('chunk');
      this.#options.order('more');
    });
  }

  readonly #onAbort = (): void => this.#cancel(this.#options.signal?.reason);

  /** Whoever asked is gone; the thread is to say so, too, for else it hangs. */
  #cancel(reason: unknown): void {
    if (this.#failure !== undefined) return;
    this.fail(reason);
    this.#options.order('cancel');
    this.#expect('cancel');
  }

  #expect(what: 'answer' | 'chunk' | 'cancel'): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(this.#options.onSilence, this.#options.patienceMs(what)).unref();
  }

  #expectReader(): void {
    clearTimeout(this.#watch);
    const giveUp = (): void =>
      this.#cancel(new TelltaleError('TT_QUERY_TIMEOUT', 'nobody read the rest of the answer'));
    this.#watch = setTimeout(giveUp, MAX_READER_PAUSE_MS).unref();
  }

  #leave(): void {
    clearTimeout(this.#watch);
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }
}

type ChunkReport = Extract<ThreadReport, { kind: 'chunk' }>;
