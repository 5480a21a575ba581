import type { QueryResult, QueryService } from '@telltale/model';

/** What is learnt of each query. */
export interface QueryObservation {
  readonly kind: 'instant' | 'range';
  readonly durationMs: number;
  readonly isError: boolean;
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
    let isError = true;
    try {
      const result = await run();
      isError = false;
      return result;
    } finally {
      observe({ kind, durationMs: performance.now() - startedMs, isError });
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
