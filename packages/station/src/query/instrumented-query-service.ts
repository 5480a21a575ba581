import type { QueryResult, QueryService } from '@telltale/model';

/** What is learnt of each query. */
export interface QueryObservation {
  readonly kind: 'instant' | 'range';
  readonly durationMs: number;
  readonly isError: boolean;
  /** What it ended with when it failed. */
  readonly error?: unknown;
  readonly samplesRead?: number;
  /** Steps that the result cache had. */
  readonly cachedSteps?: number;
}

/** Tells the observer of every instant and range query. */
export function instrumentQueries(
  query: QueryService,
  observe: (observation: QueryObservation) => void,
): QueryService {
  async function timed(
    kind: QueryObservation['kind'],
    run: () => Promise<QueryResult>,
  ): Promise<QueryResult> {
    const startedMs = performance.now();
    const durationMs = () => performance.now() - startedMs;
    try {
      const result = await run();
      const { samplesRead } = result.stats;
      observe({ kind, durationMs: durationMs(), isError: false, samplesRead });
      return result;
    } catch (error) {
      observe({ kind, durationMs: durationMs(), isError: true, error });
      throw error;
    }
  }
  return {
    instant: (text, timeMs, options) => timed('instant', () => query.instant(text, timeMs, options)),
    range: (text, range, options) => timed('range', () => query.range(text, range, options)),
    series: (request) => query.series(request),
    labelNames: (request) => query.labelNames(request),
    labelValues: (name, request) => query.labelValues(name, request),
    metadata: () => query.metadata(),
  };
}
