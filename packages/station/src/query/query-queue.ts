import { TelltaleError } from '@telltale/model';

/** How a queue admits queries. */
export interface QueryQueueOptions {
  /** Queries that run at a time, whatever they cost. Default: 4. */
  readonly maxRunning?: number;
  /** Queries that may run beside them as long as they are quick. Default: 2. */
  readonly maxQuick?: number;
  /** A query that runs longer is not quick. Default: 500 ms. */
  readonly quickMs?: number;
  /** Queries that may wait; beyond it one is refused. Default: 1000. */
  readonly maxWaiting?: number;
}

/** What the queue must know of a query. */
export interface QueuedQuery {
  /** Equal for queries that cost about the same; what took long once is taken to be slow again. */
  readonly key: string;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
}

/** What a query is started with when its turn comes. */
export interface Turn {
  /** Aborts with the caller's signal, and when the query has to give up its place for a while. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly queuedMs: number;
}

/** Gives queries their turns. */
export interface QueryQueue {
  /** Queries that have their turn. */
  readonly running: number;
  /** Queries that wait for it. */
  readonly waiting: number;
  /**
   * Runs a query when its turn comes. Rejects with the reason of the caller's signal, and with
   * TelltaleError `TT_QUERY_TIMEOUT` when the time passes while it waits, `TT_QUERY_LIMIT` when too many wait.
   */
  run<Result>(query: QueuedQuery, start: (turn: Turn) => Promise<Result>): Promise<Result>;
}

const DEFAULTS: Required<QueryQueueOptions> = {
  maxRunning: 4,
  maxQuick: 2,
  quickMs: 500,
  maxWaiting: 1000,
};
const MAX_KNOWN_SLOW = 1000;

type Place = 'any' | 'quick';

interface Waiting {
  readonly order: number;
  readonly isSlow: boolean;
  readonly admit: (place: Place) => void;
}

/**
 * Lets a bounded number of queries run, in the order they came: more at once are not faster, but each
 * holds its samples in memory. Two more places are kept for quick queries, so that those need not wait
 * for slow ones: any query is tried there, and one that turns out slow starts again when it has a place.
 */
export function createQueryQueue(options: QueryQueueOptions = {}): QueryQueue {
  return new FairQueue({ ...DEFAULTS, ...options });
}

class FairQueue implements QueryQueue {
  readonly #options: Required<QueryQueueOptions>;
  readonly #free: Record<Place, number>;
  readonly #slow = new Set<string>();
  /** By order of arrival. */
  #waiting: Waiting[] = [];
  #arrived = 0;

  constructor(options: Required<QueryQueueOptions>) {
    this.#options = options;
    this.#free = { any: options.maxRunning, quick: options.maxQuick };
  }

  get running(): number {
    const { maxRunning, maxQuick } = this.#options;
    return maxRunning + maxQuick - this.#free.any - this.#free.quick;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  async run<Result>(query: QueuedQuery, start: (turn: Turn) => Promise<Result>): Promise<Result> {
    const cameMs = performance.now();
    const order = this.#arrived++;
    for (;;) {
      const place = await this.#place(order, query, query.timeoutMs - (performance.now() - cameMs));
      const trial = new AbortController();
      const startedMs = performance.now();
      const watch = place === 'quick' ? setTimeout(() => trial.abort(), this.#options.quickMs) : undefined;
      try {
        return await start({
          signal: query.signal ? AbortSignal.any([query.signal, trial.signal]) : trial.signal,
          timeoutMs: Math.max(1, query.timeoutMs - (startedMs - cameMs)),
          queuedMs: startedMs - cameMs,
        });
      } catch (error) {
        if (!trial.signal.aborted || query.signal?.aborted) throw error;
      } finally {
        clearTimeout(watch);
        const tookMs = performance.now() - startedMs;
        this.#learn(query.key, trial.signal.aborted || tookMs >= this.#options.quickMs);
        this.#free[place]++;
        this.#admit();
      }
    }
  }

  #learn(key: string, isSlow: boolean): void {
    this.#slow.delete(key);
    if (!isSlow) return;
    this.#slow.add(key);
    const [oldest] = this.#slow;
    if (this.#slow.size > MAX_KNOWN_SLOW) this.#slow.delete(oldest);
  }

  /** Resolves when there is a place. */
  #place(order: number, { key, signal }: QueuedQuery, leftMs: number): Promise<Place> {
    if (this.#waiting.length >= this.#options.maxWaiting) {
      const reason = `${this.#waiting.length} queries wait already`;
      return Promise.reject(new TelltaleError('TT_QUERY_LIMIT', reason, { fix: 'Ask again later.' }));
    }
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => {
        leave();
        reject(signal?.reason);
      };
      const onTimeout = (): void => {
        leave();
        reject(
          new TelltaleError('TT_QUERY_TIMEOUT', 'the time of the query passed while it waited for others'),
        );
      };
      const timer = setTimeout(onTimeout, Math.max(0, leftMs));
      const waiting: Waiting = {
        order,
        isSlow: this.#slow.has(key),
        admit: (place) => {
          leave();
          resolve(place);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiting);
      this.#waiting.sort((a, b) => a.order - b.order);
      this.#admit();
    });
  }

  #admit(): void {
    for (const waiting of this.#waiting.slice()) {
      const place = this.#placeFor(waiting);
      if (place === undefined) continue;
      this.#free[place]--;
      waiting.admit(place);
    }
  }

  #placeFor({ isSlow }: Waiting): Place | undefined {
    if (this.#free.any > 0) return 'any';
    return !isSlow && this.#free.quick > 0 ? 'quick' : undefined;
  }
}
