import type { Worker } from 'node:worker_threads';
import { MessageChannel } from 'node:worker_threads';
import type { MetricMetadata } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import type { Store } from '@telltale/storage';
import type { TaskOptions } from '../answer/answerer.ts';
import type { AppendHistory } from '../cache/append-history.ts';
import type { AnswerOptions, AnswerRequest, QueryAnswer, QueryAnswers } from '../query-answers.ts';
import { MetadataNews } from './metadata-news.ts';
import type { ThreadOrder, ThreadReport, ThreadSettings } from './messages.ts';
import { RunningQuery } from './running-query.ts';
import { startWorker } from './start-worker.ts';

/** How long after its deadline, or after a cancellation, a query may stay silent. */
const DEFAULT_GRACE_MS = 5000;
const DEFAULT_HEAP_MB = 512;
const DEFAULT_TIMEOUT_MS = 120_000;
/** Longer than pages that are open stay silent; starting again takes a fraction of a second. */
const DEFAULT_IDLE_MS = 300_000;
/** Memory for new objects, most of which live as long as a series is computed; without a limit V8 takes 64 MB and more and keeps it. */
const YOUNG_GENERATION_MB = 12;

export interface QueryThreadOptions {
  readonly store: Pick<Store, 'serveReads'>;
  /** What was appended to the store, so that cached steps are known to be right. */
  readonly history: AppendHistory;
  readonly metadata: () => ReadonlyMap<string, MetricMetadata>;
  readonly settings: ThreadSettings;
  /** Heap of the thread; what is beyond ends it. Default: 512 MB. */
  readonly maxHeapMb?: number;
  /** Silence beyond a query's time after which the thread is taken to hang. Default: 5000 ms. */
  readonly graceMs?: number;
  /** A thread that nobody has asked for so long is ended: it holds some 20 MB. Default: 5 minutes. */
  readonly idleMs?: number;
  /** Receives a line when the thread had to be ended. */
  readonly log?: (line: string) => void;
}

/** Options of a query that may have waited for its turn. */
export type ThreadAnswerOptions = AnswerOptions & {
  readonly signal?: AbortSignal;
  readonly queuedMs?: number;
};

/**
 * Answers queries in a thread of its own, which is started with the first query, or by {@link warmUp}, and
 * ended when it was not asked for a while. A thread that dies or hangs fails the queries that run in it, and the next
 * query starts another one. Which of them used up the heap is not known: all that have no answer yet are tried once
 * more, one at a time.
 */
export class QueryThread implements QueryAnswers {
  readonly #options: QueryThreadOptions;
  readonly #running = new Map<number, RunningQuery>();
  #session: Session | undefined;
  #nextId = 1;
  #lastRetry: Promise<unknown> = Promise.resolve();
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: QueryThreadOptions) {
    this.#options = options;
  }

  /** Starts the thread now, so that the first query need not wait for it. */
  warmUp(): void {
    this.#session ??= this.#start();
    this.#endWhenIdle();
  }

  async answer(request: AnswerRequest, options: ThreadAnswerOptions = {}): Promise<QueryAnswer> {
    const cameMs = performance.now();
    try {
      return await this.#run(request, options);
    } catch (error) {
      if (!(error instanceof HeapExhausted)) throw error;
      const retry = this.#lastRetry.then(() => {
        const leftMs = (options.timeoutMs ?? DEFAULT_TIMEOUT_MS) - (performance.now() - cameMs);
        if (leftMs <= 0) throw error;
        return this.#run(request, { ...options, timeoutMs: leftMs });
      });
      this.#lastRetry = retry.catch(() => undefined);
      return retry;
    }
  }

  async #run(request: AnswerRequest, options: ThreadAnswerOptions): Promise<QueryAnswer> {
    const { signal, timeoutMs = DEFAULT_TIMEOUT_MS, queuedMs = 0, ...asked } = options;
    signal?.throwIfAborted();
    const session = (this.#session ??= this.#start());
    clearTimeout(this.#idleTimer);
    const id = this.#nextId++;
    const { graceMs = DEFAULT_GRACE_MS } = this.#options;
    const query = new RunningQuery({
      signal,
      order: (kind) => session.order({ kind, id }),
      patienceMs: (kind) => (kind === 'answer' ? timeoutMs + graceMs : graceMs),
      onSilence: () => this.#end(session, hangingError(graceMs)),
    });
    this.#running.set(id, query);
    session.run(id, request, { ...asked, timeoutMs, queuedMs });
    return query.answer;
  }

  /** Ends the thread with all that it has cached, unless a query runs; the next one starts another. */
  letGo(): void {
    if (this.#running.size > 0) return;
    clearTimeout(this.#idleTimer);
    this.#rest();
  }

  /** Ends the thread; queries that run fail. */
  async close(): Promise<void> {
    clearTimeout(this.#idleTimer);
    const session = this.#session;
    if (!session) return;
    this.#fail(session, new TelltaleError('TT_QUERY_EXECUTION', 'the station is being stopped'));
    await session.close();
  }

  #start(): Session {
    const { settings, maxHeapMb = DEFAULT_HEAP_MB } = this.#options;
    const session: Session = new Session(this.#options, {
      settings,
      maxHeapMb,
      onReport: (report) => {
        if (!this.#running.get(report.id)?.receive(report)) return;
        this.#running.delete(report.id);
        this.#endWhenIdle();
      },
      onEnd: (error) => this.#end(session, error),
    });
    return session;
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idleTimer);
    if (this.#running.size > 0) return;
    this.#idleTimer = setTimeout(() => this.#rest(), this.#options.idleMs ?? DEFAULT_IDLE_MS).unref();
  }

  #rest(): void {
    const session = this.#session;
    this.#session = undefined;
    void session?.close();
  }

  /** The thread is of no use any more. */
  #end(session: Session, error: TelltaleError): void {
    if (session !== this.#session) return;
    this.#options.log?.(`Queries: ${error.message}.`);
    this.#fail(session, error);
    void session.close();
  }

  #fail(session: Session, error: TelltaleError): void {
    if (session === this.#session) this.#session = undefined;
    for (const query of this.#running.values()) query.fail(error);
    this.#running.clear();
  }
}

interface SessionOptions {
  readonly settings: ThreadSettings;
  readonly maxHeapMb: number;
  readonly onReport: (report: ThreadReport) => void;
  readonly onEnd: (error: TelltaleError) => void;
}

/** The life of one thread. */
class Session {
  readonly #worker: Worker;
  readonly #history: AppendHistory;
  readonly #metadata: MetadataNews;
  #toldSequence: number;

  constructor({ store, history, metadata }: QueryThreadOptions, options: SessionOptions) {
    const { port1, port2 } = new MessageChannel();
    store.serveReads(port1, compileMatcher);
    this.#history = history;
    this.#toldSequence = history.sequence;
    this.#metadata = new MetadataNews(metadata);
    const { settings, maxHeapMb } = options;
    this.#worker = startWorker(
      { settings, storePort: port2 },
      { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    );
    this.#worker.unref();
    this.#worker.on('message', options.onReport);
    this.#worker.on('error', (error) => options.onEnd(deathOf(error, maxHeapMb)));
    this.#worker.on('exit', () => {
      port1.close();
      options.onEnd(new TelltaleError('TT_QUERY_EXECUTION', 'the query thread has ended'));
    });
  }

  run(id: number, request: AnswerRequest, options: TaskOptions): void {
    const families = this.#metadata.next();
    if (families) this.order({ kind: 'metadata', families });
    const { sequence } = this.#history;
    const notes = this.#history.notesSince(this.#toldSequence);
    this.#toldSequence = sequence;
    this.order({ kind: 'run', id, request, options, sequence, notes });
  }

  order(order: ThreadOrder): void {
    this.#worker.postMessage(order, []);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** The queries of a thread needed more heap than it has. */
class HeapExhausted extends TelltaleError {}

function deathOf(error: Error, maxHeapMb: number): TelltaleError {
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    const reason = `the queries that ran together needed more than the ${maxHeapMb} MB of heap that the query thread has`;
    return new HeapExhausted('TT_QUERY_LIMIT', reason);
  }
  return new TelltaleError('TT_QUERY_EXECUTION', `the query thread stopped: ${error.message}`);
}

function hangingError(graceMs: number): TelltaleError {
  return new TelltaleError(
    'TT_QUERY_EXECUTION',
    `the query thread was ended because a query did not stop within ${graceMs} ms after its time`,
  );
}
