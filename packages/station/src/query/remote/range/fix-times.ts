import type { QueryRange } from '@telltale/model';
import { TelltaleError, printExpr } from '@telltale/model';
import { parseExpr, resolveTimes } from '@telltale/promql';

/** What depends on the range of the query: `@ start()`, `@ end()`, and durations made of its range. */
const DEPENDS_ON_RANGE = /\b(?:start|end|range)\s*\(/;

/**
 * The query with what depends on its range written out, so that it may be asked for parts of the range.
 *
 * @throws TelltaleError `TT_QUERY_RANGE` for a query in another language than PromQL.
 */
export function fixTimes(query: string, range: QueryRange): string {
  if (!DEPENDS_ON_RANGE.test(query)) return query;
  try {
    return printExpr(resolveTimes(parseExpr(query), range, query));
  } catch (cause) {
    const reason =
      'a query that depends on the ends of its range cannot be asked in parts, and this one is too long';
    throw new TelltaleError('TT_QUERY_RANGE', reason, { cause });
  }
}
