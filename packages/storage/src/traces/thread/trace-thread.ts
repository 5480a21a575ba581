import type { Worker } from 'node:worker_threads';
import { TelltaleError } from '@telltale/model';
import type { TailSampling } from '@telltale/model';
import { errorOf } from '../../read/remote/sent-error.ts';
import { startThread } from '../../worker/start-thread.ts';
import type { ThreadProgram } from '../../worker/start-thread.ts';
import { listTraceFiles } from '../file/trace-file-name.ts';
import { Waiters } from '../../worker/waiters.ts';
import type {
  TraceAnswer,
  TraceAnswers,
  TraceMessage,
  TraceReport,
  TraceRequest,
  TraceThreadOptions,
} from './messages.ts';

const PROGRAM: ThreadProgram = {
  name: 'telltale-traces',
  source: new URL('./entry.ts', import.meta.url),
  specifier: '@telltale/storage/trace-thread',
  // Heads of spans live as long as it takes to decide on their trace.
  youngGenerationMb: 32,
};

/** What the thread would say of a folder in which there are no traces. */
const EMPTY_ANSWERS: TraceAnswers = {
  open: 1,
  get: undefined,
  search: [],
  services: [],
  edges: [],
  operations: [],
  stats: { traces: 0, spans: 0, oldestMs: undefined, sampledOut: 0 },
  days: [],
  dropDays: undefined,
  flush: undefined,
  close: undefined,
};

/** Reports that are not the answer to a request. */
export type TraceEvent = Exclude<TraceReport, { kind: 'answer' | 'failed' }>;

/**
 * The thread that keeps traces, seen from the main thread. Where the folder has no traces yet it is started by the
 * first batch, and until then everything is answered as of an empty store: a station that nobody sends spans to does
 * not pay for it.
 */
export class TraceThread {
  #options: TraceThreadOptions;
  readonly #waiters = new Waiters<TraceAnswer>();
  readonly #onEvent: (event: TraceEvent) => void;
  #worker: Worker | undefined;
  #failure: TelltaleError | undefined;

  constructor(options: TraceThreadOptions, onEvent: (event: TraceEvent) => void) {
    this.#options = options;
    this.#onEvent = onEvent;
    if (listTraceFiles(options.folder).length > 0) this.#worker = this.#start();
  }

  /** Why nothing can be taken any more. */
  get failure(): TelltaleError | undefined {
    return this.#failure;
  }

  /** Hands a batch of the log over; `bytes` moves to the thread. */
  sendBatch(number: number, bytes: Uint8Array<ArrayBuffer>, nowMs: number): void {
    this.#post({ kind: 'batch', number, bytes, nowMs }, [bytes.buffer]);
  }

  tick(nowMs: number): void {
    if (this.#worker !== undefined) this.#post({ kind: 'tick', nowMs });
  }

  setSampling(sampling: TailSampling): void {
    this.#options = { ...this.#options, sampling };
    if (this.#worker !== undefined) this.#post({ kind: 'sampling', sampling });
  }

  setMaxBytes(maxBytes: number): void {
    this.#options = { ...this.#options, maxBytes };
    if (this.#worker !== undefined) this.#post({ kind: 'limit', maxBytes });
  }

  /**
   * Asks and waits for the answer.
   *
   * @throws the reason of the signal, what the thread threw, or TelltaleError TT_DATA_FOLDER when it has ended.
   */
  async ask<Kind extends keyof TraceAnswers>(
    request: Extract<TraceRequest, { kind: Kind }>,
    signal?: AbortSignal,
  ): Promise<TraceAnswers[Kind]> {
    signal?.throwIfAborted();
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#worker === undefined) return EMPTY_ANSWERS[request.kind];
    let onAbort: (() => void) | undefined;
    try {
      const answer = await this.#waiters.ask((id) => {
        onAbort = () => {
          this.#post({ kind: 'cancel', id });
          this.#waiters.reject(id, signal?.reason);
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        this.#post({ kind: 'request', id, request });
      });
      // The thread answers each request with what belongs to it.
      return answer as TraceAnswers[Kind];
    } finally {
      if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Ends the thread; what is in no file stays in the log. */
  async close(): Promise<void> {
    if (this.#failure !== undefined) return;
    const worker = this.#worker;
    if (worker === undefined) {
      this.#fail('the thread of the traces has ended');
      return;
    }
    const ended = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
    });
    await this.ask({ kind: 'close' });
    await ended;
  }

  #start(): Worker {
    const worker = startThread(PROGRAM, this.#options);
    worker.on('message', (report: TraceReport) => this.#receive(report));
    worker.on('error', (error) => {
      this.#fail(error.message);
      const message = `The thread of the traces stopped: ${error.message}`;
      this.#onEvent({ kind: 'notice', notice: { kind: 'write-failed', message } });
    });
    worker.on('exit', () => this.#fail('the thread of the traces has ended'));
    return worker;
  }

  #post(message: TraceMessage, transfer: readonly ArrayBuffer[] = []): void {
    if (this.#failure !== undefined) return;
    const worker = (this.#worker ??= this.#start());
    worker.postMessage(message, [...transfer]);
  }

  #receive(report: TraceReport): void {
    if (report.kind === 'answer') this.#waiters.resolve(report.id, report.answer);
    else if (report.kind === 'failed') this.#waiters.reject(report.id, errorOf(report.error));
    else this.#onEvent(report);
  }

  #fail(reason: string): void {
    this.#failure ??= new TelltaleError(
      'TT_DATA_FOLDER',
      `Cannot keep traces in ${this.#options.folder}: ${reason}`,
    );
    this.#waiters.rejectAll(this.#failure);
  }
}
