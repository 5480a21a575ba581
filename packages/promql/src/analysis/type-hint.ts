import type { Expr } from '@telltale/model';
import { quoteText } from '@telltale/model';
import type { ExprType } from './function-table.ts';

/** What to do about an expression whose type is not the wanted one, as the end of a message; else ''. */
export function typeHint(wanted: ExprType, got: ExprType, expr: Expr): string {
  switch (wanted) {
    case 'vector':
      if (got === 'matrix') return '; leave the range out, or use a function such as avg_over_time';
      return got === 'scalar' ? '; vector(…) makes one of a number' : '';
    case 'scalar':
      if (got === 'string') return '; numbers are written without quotes';
      return got === 'vector' ? '; scalar(…) makes one of a single series' : '';
    case 'matrix':
      if (got !== 'vector') return '';
      return expr.kind === 'vector' ? '; add a range such as [5m]' : '; make it a subquery, such as [5m:1m]';
    default:
      return expr.kind === 'vector' && expr.metric !== undefined
        ? `; put it in quotes: ${quoteText(expr.metric)}`
        : '';
  }
}
