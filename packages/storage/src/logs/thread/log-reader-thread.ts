import type { Worker } from 'node:worker_threads';
import type { LogFilter } from '@telltale/model';
import { errorOf } from '../../read/remote/sent-error.ts';
import { startThread } from '../../worker/start-thread.ts';
import type { LogThreadOptions } from './entry.ts';
import { LOG_THREAD } from './log-thread-program.ts';
import type { BlockCount } from '../search/count-blocks.ts';
import type { BlockSearch } from '../search/search-blocks.ts';
import type {
  LogAnswer,
  LogPageAnswer,
  LogQuestion,
  LogReaderMessage,
  LogReaderOptions,
  LogReaderReport,
} from './reader-messages.ts';
import { Waiters } from '../../worker/waiters.ts';

/** The thread that reads blocks, seen from the main thread. It is started by the first question. */
export class LogReaderThread {
  readonly #options: LogReaderOptions;
  readonly #onDamaged: (dayMs: number, blockId: number) => void;
  readonly #waiters = new Waiters<LogAnswer>();
  #worker: Worker | undefined;

  constructor(options: LogReaderOptions, onDamaged: (dayMs: number, blockId: number) => void) {
    this.#options = options;
    this.#onDamaged = onDamaged;
  }

  /** @throws the reason of the signal, or what the thread threw. */
  async search(
    blocks: Float64Array,
    filter: LogFilter | undefined,
    search: BlockSearch,
    signal: AbortSignal | undefined,
  ): Promise<LogPageAnswer> {
    const answer = await this.#ask({ kind: 'search', blocks, filter, search }, signal);
    if (answer.kind !== 'page') throw new Error(`a search was answered by ${answer.kind}`);
    return answer;
  }

  /** Steps as `StepCounts` packs them. @throws as {@link search}. */
  async count(
    blocks: Float64Array,
    filter: LogFilter | undefined,
    count: BlockCount,
    signal: AbortSignal | undefined,
  ): Promise<Float64Array> {
    const answer = await this.#ask({ kind: 'count', blocks, filter, count }, signal);
    if (answer.kind !== 'counts') throw new Error(`a count was answered by ${answer.kind}`);
    return answer.steps;
  }

  async #ask(question: LogQuestion, signal: AbortSignal | undefined): Promise<LogAnswer> {
    signal?.throwIfAborted();
    const worker = (this.#worker ??= this.#start());
    let onAbort: (() => void) | undefined;
    try {
      return await this.#waiters.ask((id) => {
        onAbort = () => {
          this.#post(worker, { kind: 'cancel', id });
          this.#waiters.reject(id, signal?.reason);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        this.#post(worker, { kind: 'ask', id, question });
      });
    } finally {
      if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Lets go of the files of these days. */
  closeDays(days: readonly number[]): void {
    if (this.#worker !== undefined) this.#post(this.#worker, { kind: 'closeDays', days });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    const ended = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
    });
    this.#post(worker, { kind: 'close' });
    await ended;
  }

  #start(): Worker {
    const thread: LogThreadOptions = { role: 'reader', options: this.#options };
    const worker = startThread(LOG_THREAD, thread);
    worker.on('message', (report: LogReaderReport) => this.#receive(report));
    worker.on('error', (error) => this.#end(worker, error));
    worker.on('exit', () => this.#end(worker, new Error('The reader thread of the logs has ended.')));
    return worker;
  }

  /** The next question starts another thread. */
  #end(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#waiters.rejectAll(error);
  }

  #post(worker: Worker, message: LogReaderMessage): void {
    worker.postMessage(message, []);
  }

  #receive(report: LogReaderReport): void {
    switch (report.kind) {
      case 'answer':
        this.#waiters.resolve(report.id, report.answer);
        break;
      case 'failed':
        this.#waiters.reject(report.id, errorOf(report.error));
        break;
      case 'damaged':
        this.#onDamaged(report.dayMs, report.blockId);
        break;
    }
  }
}
