import type { Expr } from '@telltale/model';
import type { AnalysisOptions } from './analysis/analyse-expr.ts';
import { analyseExpr } from './analysis/analyse-expr.ts';
import type { ExprType } from './analysis/function-table.ts';
import { parseExpr } from './parser/parse-expr.ts';

/** An expression that can be evaluated, and what it yields. */
export interface PreparedQuery {
  readonly expr: Expr;
  readonly type: ExprType;
}

/** Pages ask the same queries again and again; a page of panels has some hundred. */
const MAX_KNOWN = 500;
/** Longer texts are rare, and their trees large. */
const MAX_KNOWN_LENGTH = 4000;

/** Parses and analyses queries; those asked lately are known, as parsing can take longer than evaluation. */
export class PreparedQueries {
  readonly #known = new Map<string, PreparedQuery>();

  /** @throws PromqlError for a query that is not correct. */
  of(query: string | Expr, options: AnalysisOptions): PreparedQuery {
    if (typeof query !== 'string') return { expr: query, ...analyseExpr(query, undefined, options) };
    const known = this.#known.get(query);
    if (known) {
      this.#known.delete(query);
      this.#known.set(query, known);
      return known;
    }
    const expr = parseExpr(query);
    const prepared = { expr, ...analyseExpr(expr, query, options) };
    if (query.length <= MAX_KNOWN_LENGTH) this.#keep(query, prepared);
    return prepared;
  }

  #keep(query: string, prepared: PreparedQuery): void {
    this.#known.set(query, prepared);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN) this.#known.delete(oldest);
  }
}
