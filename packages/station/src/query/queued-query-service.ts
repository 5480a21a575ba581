import type { Expr, QueryOptions, QueryResult, QueryService } from '@telltale/model';
import { printExpr } from '@telltale/model';
import type { QueryQueue } from './query-queue.ts';

/** Lets instant and range queries wait for their turns; the label APIs are quick. */
export function queueQueries(query: QueryService, queue: QueryQueue, maxTimeoutMs: number): QueryService {
  const inTurn = (
    text: string | Expr,
    { signal, timeoutMs = maxTimeoutMs, ...options }: QueryOptions = {},
    run: (options: QueryOptions) => Promise<QueryResult>,
  ): Promise<QueryResult> => {
    const key = typeof text === 'string' ? text : printExpr(text);
    return queue.run({ key, signal, timeoutMs }, (turn) =>
      run({ ...options, signal: turn.signal, timeoutMs: turn.timeoutMs }),
    );
  };
  return {
    instant: (text, timeMs, options) => inTurn(text, options, (left) => query.instant(text, timeMs, left)),
    range: (text, range, options) => inTurn(text, options, (left) => query.range(text, range, left)),
    series: (request) => query.series(request),
    labelNames: (request) => query.labelNames(request),
    labelValues: (name, request) => query.labelValues(name, request),
    metadata: () => query.metadata(),
  };
}
