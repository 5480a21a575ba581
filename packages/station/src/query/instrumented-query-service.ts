import type { Expr, QueryResult, QueryService } from '@telltale/model';

/** What is learnt of each query. */
export interface QueryObservation {
  readonly kind: 'instant' | 'range';
  /** Its text; absent for one that was built. */
  readonly query?: string;
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
    text: string | Expr,
    run: () => Promise<QueryResult>,
  ): Promise<QueryResult> {
    const asked = { kind, ...(typeof text === 'string' && { query: text }) };
    const startedMs = performance.now();
    const durationMs = () => performance.now() - startedMs;
    try {
      const result = await run();
      const { samplesRead } = result.stats;
      observe({ ...asked, durationMs: durationMs(), isError: false, samplesRead });
      return result;
    } catch (error) {
      observe({ ...asked, durationMs: durationMs(), isError: true, error });
      throw error;
    }
  }
  return {
    instant: (text, timeMs, options) => timed('instant', text, () => query.instant(text, timeMs, options)),
    range: (text, range, options) => timed('range', text, () => query.range(text, range, options)),
    series: (request) => query.series(request),
    labelNames: (request) => query.labelNames(request),
    labelValues: (name, request) => query.labelValues(name, request),
    metadata: () => query.metadata(),
  };
}
