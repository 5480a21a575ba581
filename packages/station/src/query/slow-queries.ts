import type { SlowQueryView, SlowQueriesResponse } from '../contract.ts';
import type { QueryObservation } from './instrumented-query-service.ts';

/** People notice a page that waits longer for one of its charts. */
const SLOW_MS = 500;
/** Of more, those that were asked longest ago are forgotten. */
const MAX_QUERIES = 100;
/** Longer texts are cut: they are there to be recognised. */
const MAX_TEXT = 2000;

/** Remembers the queries of pages and of the API that took long. */
export class SlowQueries {
  readonly #now: () => number;
  /** By kind and text; the one asked last is the last. */
  readonly #queries = new Map<string, SlowQueryView>();

  constructor(now: () => number) {
    this.#now = now;
  }

  observe({ kind, query, durationMs, isError, error, samplesRead = 0 }: QueryObservation): void {
    if (durationMs < SLOW_MS || query === undefined) return;
    const text = query.length > MAX_TEXT ? `${query.slice(0, MAX_TEXT)}…` : query;
    const key = `${kind} ${text}`;
    const known = this.#queries.get(key);
    const isSlowest = !known || durationMs >= known.slowestMs;
    this.#queries.delete(key);
    this.#queries.set(key, {
      query: text,
      kind,
      times: (known?.times ?? 0) + 1,
      slowestMs: Math.round(Math.max(durationMs, known?.slowestMs ?? 0)),
      lastMs: Math.round(durationMs),
      lastAtMs: this.#now(),
      samplesRead: isSlowest ? (isError ? null : samplesRead) : known.samplesRead,
      error: isError ? firstLine(error) : '',
    });
    const [oldest] = this.#queries.keys();
    if (this.#queries.size > MAX_QUERIES) this.#queries.delete(oldest);
  }

  /** The slowest first. */
  list(): SlowQueriesResponse {
    const queries = [...this.#queries.values()].toSorted((a, b) => b.slowestMs - a.slowestMs);
    return { slowFromMs: SLOW_MS, queries };
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0];
}
