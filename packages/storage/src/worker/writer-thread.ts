import { Worker } from 'node:worker_threads';
import { TelltaleError } from '@telltale/model';
import type { WriterMessage, WriterOptions, WriterReport, WriterRequest, WriterTask } from './messages.ts';

/** Memory for new objects, which the thread makes few of; without a limit V8 takes 64 MB and more and keeps it. */
const YOUNG_GENERATION_MB = 6;

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
    this.#worker = startWorker(options);
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

/** Runs the thread from the same kind of file as this one: sources in development, else the bundle. */
function startWorker(options: WriterOptions): Worker {
  const isSource = import.meta.url.endsWith('.ts');
  const entry = isSource
    ? new URL('./entry.ts', import.meta.url)
    : new URL(import.meta.resolve('@telltale/storage/writer-thread'));
  return new Worker(isSource ? withCompileCache(entry) : entry, {
    name: 'telltale-storage',
    workerData: options,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    execArgv: isSource ? ['--conditions=@telltale/source', '--no-warnings'] : ['--no-warnings'],
  });
}

/**
 * A program that imports `entry` with the compile cache on, which also keeps TypeScript stripped of
 * its types. Without it each thread takes 0.3 s to strip all files again; and since Node strips by
 * WebAssembly, whose code V8 frees unsafely when threads end (seen in 24.21 as a rare crash after
 * hundreds of threads), a thread had better not do it at all.
 */
function withCompileCache(entry: URL): URL {
  const program = [
    `import { enableCompileCache } from 'node:module';`,
    `enableCompileCache();`,
    `await import(${JSON.stringify(entry.href)});`,
  ].join('\n');
  return new URL(`data:text/javascript,${encodeURIComponent(program)}`);
}
