import type { Expr, SourceRange } from '@telltale/model';
import { PromqlError, analyseExpr, parseExpr } from '@telltale/promql';
import type { FindingPlace } from '../finding.ts';

/** Who decides which metrics a query can see: a definition is complete, files of others are not. */
export type QueryOrigin = 'definition' | 'rule-file' | 'dashboard';

/** A query with what is known of it before any rule runs. */
export interface CheckedQuery {
  readonly text: string;
  readonly origin: QueryOrigin;
  readonly use: 'alert' | 'recording' | 'panel';
  /** Absent if the text is faulty, or has syntax that the parser does not read. */
  readonly expr: Expr | undefined;
  /** Why the text is no valid PromQL. */
  readonly fault: PromqlError | undefined;
  /** The place of a range of `text`. */
  readonly placeOf: (range: SourceRange) => FindingPlace;
  /** Whether a range of `text` was put in the place of a variable; absent where nothing was. */
  readonly isFilledIn?: (range: SourceRange) => boolean;
}

/** Parses and types a query; faults are kept, not thrown. */
export function createCheckedQuery(input: Omit<CheckedQuery, 'expr' | 'fault'>): CheckedQuery {
  let expr: Expr | undefined;
  try {
    expr = parseExpr(input.text);
    analyseExpr(expr, input.text);
    return { ...input, expr, fault: undefined };
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    // Valid PromQL that this version does not evaluate is not the author's fault.
    if (error.code === 'TT_QUERY_UNSUPPORTED') return { ...input, expr, fault: undefined };
    return { ...input, expr: undefined, fault: error };
  }
}
