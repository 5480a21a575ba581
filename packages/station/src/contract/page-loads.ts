/** The pages whose times are recorded. */
export type TimedPage =
  | 'overview'
  | 'dashboard'
  | 'explore'
  | 'logs'
  | 'traces'
  | 'alerts'
  | 'targets'
  | 'rules';

/** `POST /api/telltale/page_loads`: how long a page took until all of it was drawn. */
export interface PageLoad {
  readonly page: TimedPage;
  readonly durationMs: number;
}

/** A query that took long. */
export interface SlowQueryView {
  readonly query: string;
  readonly kind: 'instant' | 'range';
  /** How often it took long. */
  readonly times: number;
  /** The longest of them, with its waiting. */
  readonly slowestMs: number;
  readonly lastMs: number;
  /** When it was asked last. */
  readonly lastAtMs: number;
  /** Samples read by the slowest; `null` where it did not end well. */
  readonly samplesRead: number | null;
  /** What the last one ended with; empty where that was well. */
  readonly error: string;
}

/** `GET /api/telltale/slow_queries`: since the start, the slowest first. */
export interface SlowQueriesResponse {
  /** From this time on a query is slow. */
  readonly slowFromMs: number;
  readonly queries: readonly SlowQueryView[];
}
