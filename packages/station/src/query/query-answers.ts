import type { QueryRange, QueryStats } from '@telltale/model';

/** What is asked: an instant, a range, or one of both as a line of a page's batch. */
export type AnswerRequest =
  | { readonly kind: 'instant'; readonly query: string; readonly timeMs: number }
  | { readonly kind: 'range'; readonly query: string; readonly range: QueryRange }
  | PanelRequest;

/** A line of a page's batch. */
export interface PanelRequest {
  readonly kind: 'panel';
  readonly id: string;
  readonly query: string;
  readonly range: QueryRange;
  /** Evaluated at the end of the range alone. */
  readonly isInstant?: boolean | undefined;
  /** Added to the times in the answer: how much earlier than on the page the range is. */
  readonly offsetMs?: number | undefined;
}

/** When a request is evaluated: at one time alone, or over a range. */
export function timesOf(request: AnswerRequest): number | QueryRange {
  if (request.kind === 'instant') return request.timeMs;
  return request.kind === 'panel' && request.isInstant ? request.range.endMs : request.range;
}

/** How it is answered. */
export interface AnswerOptions {
  /** Default: the setting of the station. */
  readonly timeoutMs?: number;
  /** How long a sample stays current, when not as long as the station has it. */
  readonly lookbackMs?: number;
  /** Series in the answer at most; a warning tells when there were more. Default: all. */
  readonly limit?: number;
  /** What the answer tells of its cost. Default: nothing. */
  readonly stats?: 'totals' | 'per-step';
  /** Whether steps may come from the result cache. Default: true. */
  readonly usesCache?: boolean;
}

/** An answer as it goes out. */
export interface QueryAnswer {
  /**
   * JSON in UTF-8: the whole envelope of Prometheus' API, or the line of a batch without its end, which says what
   * it cost. A large answer comes in chunks, printed as they are read; leaving the loop lets go of the rest.
   */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
  readonly stats: Pick<
    QueryStats,
    'evaluationMs' | 'loadingMs' | 'seriesRead' | 'samplesRead' | 'peakSamples'
  >;
  /** Steps that were not evaluated because the result cache had them. */
  readonly cachedSteps: number;
}

/** Answers queries of pages and of the API with JSON, off the main thread. */
export interface QueryAnswers {
  /**
   * Rejects with PromqlError's message under its TelltaleError code for a query that is not correct,
   * with TelltaleError `TT_QUERY_RANGE`, `TT_QUERY_LIMIT`, `TT_QUERY_TIMEOUT` or `TT_QUERY_EXECUTION`
   * for one that cannot be answered, and with the reason of the signal when that aborts.
   */
  answer(
    request: AnswerRequest,
    options?: AnswerOptions & { readonly signal?: AbortSignal },
  ): Promise<QueryAnswer>;
}
