import type { QueryOptions, QueryResult, QueryService } from '@telltale/model';
import { TelltaleError } from '@telltale/model';

interface Waiting {
  readonly admit: () => void;
}

/**
 * Lets at most `maxRunning` instant and range queries run at a time; others wait for their turn, in
 * order. All evaluations share one thread: more of them at once are not faster, but each holds its
 * samples in memory, and each takes a slice before a due scrape gets its own.
 *
 * A query that is aborted while it waits rejects with the reason of its signal; one whose timeout
 * passes rejects with TelltaleError `TT_QUERY_TIMEOUT`.
 */
export function queueQueries(query: QueryService, maxRunning: number): QueryService {
  const waiting = new Set<Waiting>();
  let running = 0;

  async function inTurn(
    options: QueryOptions = {},
    run: (options: QueryOptions) => Promise<QueryResult>,
  ): Promise<QueryResult> {
    const startedMs = performance.now();
    if (running >= maxRunning) await turn(waiting, options);
    else running++;
    try {
      const { timeoutMs } = options;
      if (timeoutMs === undefined) return await run(options);
      const leftMs = Math.max(1, timeoutMs - (performance.now() - startedMs));
      return await run({ ...options, timeoutMs: leftMs });
    } finally {
      // The place is handed over, not given back: a newcomer cannot overtake those who wait.
      const [next] = waiting;
      if (next) next.admit();
      else running--;
    }
  }

  return {
    instant: (text, timeMs, options) => inTurn(options, (left) => query.instant(text, timeMs, left)),
    range: (text, range, options) => inTurn(options, (left) => query.range(text, range, left)),
    series: (request) => query.series(request),
    labelNames: (request) => query.labelNames(request),
    labelValues: (name, request) => query.labelValues(name, request),
    metadata: () => query.metadata(),
  };
}

/** Resolves when the place of another query is handed over. */
function turn(waiting: Set<Waiting>, { signal, timeoutMs }: QueryOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      waiting.delete(place);
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const giveUp = (reason: unknown) => {
      leave();
      reject(reason instanceof Error ? reason : new Error(String(reason)));
    };
    const onAbort = () => giveUp(signal?.reason);
    const onTimeout = () =>
      giveUp(new TelltaleError('TT_QUERY_TIMEOUT', `query waited ${timeoutMs} ms for other queries`));
    const timer = timeoutMs === undefined ? undefined : setTimeout(onTimeout, timeoutMs);
    const place: Waiting = {
      admit: () => {
        leave();
        resolve();
      },
    };
    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    waiting.add(place);
  });
}
