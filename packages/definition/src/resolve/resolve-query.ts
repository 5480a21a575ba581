import type { Expr } from '@telltale/model';
import { TelltaleError, printExpr } from '@telltale/model';
import type { AnyQuery } from '../query/any-query.ts';
import { isQuery } from '../query/any-query.ts';
import type { QueryContext } from '../query/query-context.ts';

/** A query as text and as expression. */
export interface ResolvedQuery {
  readonly text: string;
  readonly expr: Expr;
}

/**
 * Builds a query; one that is text as a whole stays as written. Throws `TT_DEFINITION_INVALID` where it
 * is no query, as in a definition that was never compiled.
 */
export function resolveQuery(query: AnyQuery, context: QueryContext): ResolvedQuery {
  if (!isQuery(query)) {
    throw new TelltaleError(
      'TT_DEFINITION_INVALID',
      'this is no query: start with a metric, as in m.orders_total.rate(…), or write PromQL as promql`…`',
    );
  }
  const expr = query.toExpr(context);
  const scoped = context.scope?.(expr) ?? expr;
  return { text: scoped === expr ? query.toText(context) : printExpr(scoped), expr: scoped };
}

/** Stands in for a parser where none is given. */
export function parserMissing(text: string): Expr {
  throw new TelltaleError(
    'TT_DEFINITION_INVALID',
    `'${text}' is written as text, and no parser was given to read it: pass { parse: parseExpr } of @telltale/promql`,
    { fix: 'Call resolveDefinition with the option `parse`.' },
  );
}

/** Ranges that people choose; Grafana and Prometheus offer the same. */
const USUAL_RANGES_MS = [30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000];

/**
 * The shortest usual range of at least four scrape intervals: a rate needs two samples, and scrapes come
 * late or fail.
 */
export function autoRangeMs(scrapeIntervalMs: number): number {
  const least = 4 * scrapeIntervalMs;
  return USUAL_RANGES_MS.find((rangeMs) => rangeMs >= least) ?? least;
}
