import type { Expr } from '@telltale/model';
import type { AnalysisOptions } from '../analysis/analyse-expr.ts';
import { analyseExpr } from '../analysis/analyse-expr.ts';
import type { CommonPart } from './common-parts.ts';
import { findCommonParts } from './common-parts.ts';
import { usesQueryTimes } from './query-time-use.ts';

/** A query of a plan. */
export interface PlannedQuery {
  readonly expr: Expr;
  /** Whether it is another one at each time, so that it shares nothing. */
  readonly movesWithTime: boolean;
  /** Why it cannot be asked. */
  readonly fault?: unknown;
}

/** Queries that were analysed once for all their moments. */
export interface PreparedPlan {
  readonly queries: readonly PlannedQuery[];
  readonly parts: ReadonlyMap<Expr, CommonPart>;
}

/** Analyses queries and finds what they have in common. One that is not correct is told of when it is asked. */
export function preparePlan(queries: readonly Expr[], options: AnalysisOptions): PreparedPlan {
  const planned = queries.map((expr) => analysed(expr, options));
  const sharing = planned.filter(({ movesWithTime, fault }) => !movesWithTime && fault === undefined);
  return { queries: planned, parts: findCommonParts(sharing.map(({ expr }) => expr)) };
}

function analysed(expr: Expr, options: AnalysisOptions): PlannedQuery {
  try {
    analyseExpr(expr, undefined, options);
    return { expr, movesWithTime: usesQueryTimes(expr) };
  } catch (fault) {
    return { expr, movesWithTime: false, fault };
  }
}
