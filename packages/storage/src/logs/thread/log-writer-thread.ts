import type { Worker } from 'node:worker_threads';
import { TelltaleError } from '@telltale/model';
import { startThread } from '../../worker/start-thread.ts';
import type { LogThreadOptions } from './entry.ts';
import { LOG_THREAD } from './log-thread-program.ts';
import { Waiters } from '../../worker/waiters.ts';
import type {
  LogWriterMessage,
  LogWriterOptions,
  LogWriterReport,
  LogWriterRequest,
} from './writer-messages.ts';

/** Reports that are not the answer to a request. */
export type LogWriterEvent = Exclude<LogWriterReport, { kind: 'done' | 'failed' }>;

/**
 * The thread that makes blocks, seen from the main thread. It is started by the first batch: a station that
 * nobody sends logs to does not pay for it.
 */
export class LogWriterThread {
  readonly #options: LogWriterOptions;
  readonly #waiters = new Waiters<void>();
  readonly #onEvent: (event: LogWriterEvent) => void;
  #worker: Worker | undefined;
  #failure: TelltaleError | undefined;

  constructor(options: LogWriterOptions, onEvent: (event: LogWriterEvent) => void) {
    this.#options = options;
    this.#onEvent = onEvent;
  }

  /** Hands a batch of the intake log over; `bytes` moves to the thread. */
  send(number: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.#post({ kind: 'batch', number, bytes }, [bytes.buffer]);
  }

  /**
   * Sends work and waits for its end.
   *
   * @throws TelltaleError TT_DATA_FOLDER when it could not be done.
   */
  request(request: LogWriterRequest): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    // Nothing waits to become a block.
    if (this.#worker === undefined && request.kind === 'flush') return Promise.resolve();
    return this.#waiters.ask((id) => this.#post({ kind: 'request', id, request }));
  }

  /** Ends the thread; what is in no block stays in the intake log. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) {
      this.#fail('the writer thread has ended');
      return;
    }
    const ended = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
    });
    await this.request({ kind: 'close' });
    await ended;
  }

  #start(): Worker {
    const thread: LogThreadOptions = { role: 'writer', options: this.#options };
    const worker = startThread(LOG_THREAD, thread);
    worker.on('message', (report: LogWriterReport) => this.#receive(report));
    worker.on('error', (error) => {
      this.#fail(error.message);
      const message = `The writer thread of the logs stopped: ${error.message}`;
      this.#onEvent({ kind: 'notice', notice: { kind: 'write-failed', message } });
    });
    worker.on('exit', () => this.#fail('the writer thread has ended'));
    return worker;
  }

  #post(message: LogWriterMessage, transfer: readonly ArrayBuffer[] = []): void {
    if (this.#failure !== undefined) return;
    const worker = (this.#worker ??= this.#start());
    worker.postMessage(message, [...transfer]);
  }

  #receive(report: LogWriterReport): void {
    if (report.kind === 'done') this.#waiters.resolve(report.id, undefined);
    else if (report.kind === 'failed') this.#waiters.reject(report.id, this.#errorOf(report.message));
    else this.#onEvent(report);
  }

  #fail(reason: string): void {
    this.#failure ??= this.#errorOf(reason);
    this.#waiters.rejectAll(this.#failure);
  }

  #errorOf(reason: string): TelltaleError {
    return new TelltaleError(
      'TT_DATA_FOLDER',
      `Cannot write to the data folder ${this.#options.folderPath}: ${reason}`,
    );
  }
}
