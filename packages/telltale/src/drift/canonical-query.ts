import { printExpr } from '@telltale/model';
import { parseExpr } from '@telltale/promql';

/** A query written in one way, whatever way it was written in; text that is none stays as it is. */
export function canonicalQuery(query: string): string {
  try {
    return printExpr(parseExpr(query));
  } catch {
    return query.trim();
  }
}
