import type { Expr } from '@telltale/model';
import { printExpr } from '@telltale/model';
import type { PromqlErrorCode } from '../errors/promql-error.ts';
import { PromqlError } from '../errors/promql-error.ts';

/** Refuses an expression because of one of its nodes; TT_QUERY_TYPE unless said otherwise. */
export type Fault = (node: Expr, reason: string, code?: PromqlErrorCode) => never;

/**
 * Reports faults at the node's place in `query`. An expression that was built, not parsed, has no
 * places: there the offending node is shown by itself.
 */
export function faultReporter(root: Expr, query: string | undefined): Fault {
  return (node, reason, code = 'TT_QUERY_TYPE') => {
    if (node.source && (query !== undefined || root.source)) {
      throw new PromqlError(code, reason, query ?? printExpr(root), node.source);
    }
    const text = printExpr(node);
    throw new PromqlError(code, reason, text, { start: 0, end: text.length });
  };
}
