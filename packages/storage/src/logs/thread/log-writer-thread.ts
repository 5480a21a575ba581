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

/** The thread that makes blocks, seen from the main thread. */
export class LogWriterThread {
  readonly #worker: Worker;
  readonly #folderPath: string;
  readonly #waiters = new Waiters<void>();
  readonly #onEvent: (event: LogWriterEvent) => void;
  #failure: TelltaleError | undefined;

  constructor(options: LogWriterOptions, onEvent: (event: LogWriterEvent) => void) {
    const thread: LogThreadOptions = { role: 'writer', options };
    this.#folderPath = options.folderPath;
    this.#onEvent = onEvent;
    this.#worker = startThread(LOG_THREAD, thread);
    this.#worker.on('message', (report: LogWriterReport) => this.#receive(report));
    this.#worker.on('error', (error) => {
      this.#fail(error.message);
      const message = `The writer thread of the logs stopped: ${error.message}`;
      onEvent({ kind: 'notice', notice: { kind: 'write-failed', message } });
    });
    this.#worker.on('exit', () => this.#fail('the writer thread has ended'));
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
    return this.#waiters.ask((id) => this.#post({ kind: 'request', id, request }));
  }

  /** Ends the thread; what is in no block stays in the intake log. */
  async close(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.#worker.once('exit', () => resolve());
    });
    await this.request({ kind: 'close' });
    await ended;
  }

  #post(message: LogWriterMessage, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, [...transfer]);
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
      `Cannot write to the data folder ${this.#folderPath}: ${reason}`,
    );
  }
}
