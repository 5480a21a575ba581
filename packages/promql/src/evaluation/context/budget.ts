import { TelltaleError } from '@telltale/model';
import type { MemoryPool } from './memory-pool.ts';

/** What one query may cost. */
export interface Limits {
  /** Samples read plus values computed. */
  readonly maxSamples: number;
  /** Steps of a range query. */
  readonly maxPointsPerSeries: number;
  /** Wall-clock time. */
  readonly timeoutMs: number;
  /** Memory for samples and values of all running queries of the engine together. */
  readonly maxBytes: number;
  /** Series that all selectors of a query match together, counted before anything is read of them. Default: any. */
  readonly maxSeries?: number;
  /** How long an evaluation may hold the event loop before it lets others run. Default: 10 ms. */
  readonly sliceMs?: number;
}

/** A sample with its time, or a value with the mark that it is there and what the allocator adds. */
export const BYTES_PER_SAMPLE = 16;
const MEGABYTE = 1024 * 1024;

const DEFAULT_SLICE_MS = 10;

/** While series take so little time, only each of so many looks at the clock, which can take longer than they. */
const QUICK_MS = 0.2;
const MOST_UNWATCHED = 16;

/**
 * Watches one query: counts what it reads and computes, stops it at its limits, and makes it give
 * way, so that scrapes and other requests stay on time.
 */
export class Budget {
  readonly #limits: Limits;
  readonly #memory: MemoryPool;
  readonly #caller: AbortSignal | undefined;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #deadline: number;
  readonly #sliceMs: number;
  readonly #onAbort: () => void;
  #sliceStart = performance.now();
  #lastLook = this.#sliceStart;
  #unwatched = 0;
  #stride = 1;
  #series = 0;
  #samples = 0;
  #bytes = 0;
  /** Wall-clock time spent waiting for samples. */
  loadingMs = 0;
  seriesRead = 0;
  samplesRead = 0;

  constructor(limits: Limits, memory: MemoryPool, caller: AbortSignal | undefined) {
    this.#limits = limits;
    this.#memory = memory;
    this.#caller = caller;
    this.#deadline = performance.now() + limits.timeoutMs;
    this.#sliceMs = limits.sliceMs ?? DEFAULT_SLICE_MS;
    this.#onAbort = () => this.#controller.abort(caller?.reason);
    this.#timer = setTimeout(() => this.#controller.abort(this.#timeout()), limits.timeoutMs);
    this.#timer.unref();
    if (caller?.aborted) this.#onAbort();
    caller?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Aborts when the caller does, and when the time is up. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Samples read and values kept so far: what the query would have held at most. */
  get spent(): number {
    return this.#samples;
  }

  /** Counts series that a selector matches against the limits. */
  meet(series: number): void {
    this.#series += series;
    const { maxSeries = Infinity } = this.#limits;
    if (this.#series <= maxSeries) return;
    throw new TelltaleError('TT_QUERY_LIMIT', `query would read more than ${maxSeries} series`);
  }

  /** Counts samples or values against the limits, and the memory for them. */
  spend(samples: number): void {
    this.count(samples);
    this.hold(samples * BYTES_PER_SAMPLE);
  }

  /** Counts samples or values that are not kept against the limits. */
  count(samples: number): void {
    this.#samples += samples;
    if (this.#samples > this.#limits.maxSamples) {
      const reason = `query would process more than ${this.#limits.maxSamples} samples`;
      throw new TelltaleError('TT_QUERY_LIMIT', reason);
    }
  }

  /** Counts memory against what the running queries may hold together; it is held until the query ends. */
  hold(bytes: number): void {
    if (!this.#memory.take(bytes)) {
      const limitMb = Math.floor(this.#memory.maxBytes / MEGABYTE);
      const ownMb = Math.ceil((this.#bytes + bytes) / MEGABYTE);
      const reason = `query needs at least ${ownMb} MB, and all running queries together may hold ${limitMb} MB`;
      throw new TelltaleError('TT_QUERY_LIMIT', reason);
    }
    this.#bytes += bytes;
  }

  /** Whether it is time to {@link pause}; cheap enough for every series, whose work differs without bound. */
  isDue(): boolean {
    if (++this.#unwatched < this.#stride) return false;
    this.#unwatched = 0;
    const now = performance.now();
    this.#stride = now - this.#lastLook < QUICK_MS ? Math.min(2 * this.#stride, MOST_UNWATCHED) : 1;
    this.#lastLook = now;
    return now - this.#sliceStart > this.#sliceMs;
  }

  /** Lets other work run, then goes on, unless the query was stopped meanwhile. */
  async pause(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.check();
    this.#sliceStart = performance.now();
    this.#lastLook = this.#sliceStart;
  }

  /** Throws if the query was aborted or its time is up. */
  check(): void {
    this.signal.throwIfAborted();
    if (performance.now() > this.#deadline) throw this.#timeout();
  }

  /** Waits for `work`, but no longer than the query may take. */
  async race<Result>(work: Promise<Result>): Promise<Result> {
    const { signal } = this;
    signal.throwIfAborted();
    let onAbort = (): void => {};
    const stopped = new Promise<never>((_, reject) => {
      onAbort = () =>
        reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
      signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([work, stopped]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Ends the watch and gives the memory back. */
  close(): void {
    this.#memory.give(this.#bytes);
    this.#bytes = 0;
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#onAbort);
  }

  #timeout(): TelltaleError {
    const allowedMs = Math.round(this.#limits.timeoutMs);
    return new TelltaleError('TT_QUERY_TIMEOUT', `query took longer than ${allowedMs} ms`);
  }
}
