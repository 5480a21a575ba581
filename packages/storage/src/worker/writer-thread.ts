import type { Worker } from 'node:worker_threads';
import { TelltaleError } from '@telltale/model';
import type { WriterMessage, WriterOptions, WriterReport, WriterRequest, WriterTask } from './messages.ts';
import { startThread } from './start-thread.ts';
import type { ThreadProgram } from './start-thread.ts';

const PROGRAM: ThreadProgram = {
  name: 'telltale-storage',
  source: new URL('./entry.ts', import.meta.url),
  specifier: '@telltale/storage/writer-thread',
  // It makes few new objects.
  youngGenerationMb: 6,
};

/** Reports that are not the answer to a request. */
export type WriterEvent = Exclude<WriterReport, { kind: 'done' | 'failed' }>;

interface Waiter {
  readonly resolve: (value: number) => void;
  readonly reject: (error: Error) => void;
}

/** The writer thread, seen from the main thread. */
export class WriterThread {
  readonly #worker: Worker;
  readonly #folderPath: string;
  readonly #waiters = new Map<number, Waiter>();
  #nextRequestId = 1;
  #failure: TelltaleError | undefined;

  constructor(options: WriterOptions, onEvent: (event: WriterEvent) => void) {
    this.#folderPath = options.folderPath;
    this.#worker = startThread(PROGRAM, options);
    this.#worker.on('message', (report: WriterReport) => this.#receive(report, onEvent));
    this.#worker.on('error', (error) => {
      this.#fail(error.message);
      onEvent({
        kind: 'notice',
        notice: { kind: 'write-failed', message: `The writer thread stopped: ${error.message}` },
      });
    });
    this.#worker.on('exit', () => this.#fail('the writer thread has ended'));
  }

  /** Sends work; `transfer` lists buffers that move to the thread. */
  post(task: WriterTask, transfer: readonly ArrayBuffer[] = []): void {
    this.#send(task, transfer);
  }

  /**
   * Sends work and waits for its end.
   *
   * @throws TelltaleError TT_DATA_FOLDER when it could not be done.
   */
  request(request: WriterRequest): Promise<number> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const id = this.#nextRequestId++;
    return new Promise((resolve, reject) => {
      this.#waiters.set(id, { resolve, reject });
      this.#send({ kind: 'request', id, request }, []);
    });
  }

  /** Finishes all work and ends the thread. */
  async close(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.#worker.once('exit', () => resolve());
    });
    await this.request({ kind: 'close' });
    await ended;
  }

  #send(message: WriterMessage, transfer: readonly ArrayBuffer[]): void {
    this.#worker.postMessage(message, [...transfer]);
  }

  #receive(report: WriterReport, onEvent: (event: WriterEvent) => void): void {
    if (report.kind !== 'done' && report.kind !== 'failed') {
      onEvent(report);
      return;
    }
    const waiter = this.#waiters.get(report.id);
    this.#waiters.delete(report.id);
    if (report.kind === 'done') waiter?.resolve(report.value);
    else waiter?.reject(this.#errorOf(report.message));
  }

  #fail(reason: string): void {
    this.#failure ??= this.#errorOf(reason);
    for (const { reject } of this.#waiters.values()) reject(this.#failure);
    this.#waiters.clear();
  }

  #errorOf(reason: string): TelltaleError {
    return new TelltaleError(
      'TT_DATA_FOLDER',
      `Cannot write to the data folder ${this.#folderPath}: ${reason}`,
    );
  }
}
