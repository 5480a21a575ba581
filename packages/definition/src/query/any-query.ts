import type { Expr } from '@telltale/model';
import type { BuildExpr, QueryContext } from './query-context.ts';

/** A query of any labels and unit; immutable. Its expression is built when the definition is resolved. */
export class AnyQuery {
  /** Unit of the values; empty where there is none. */
  readonly unit: string;
  /** Labels that tell the series of the result apart, where an aggregation says so. */
  readonly groupedBy: readonly string[];
  readonly #build: BuildExpr;

  constructor(build: BuildExpr, unit: string, groupedBy: readonly string[]) {
    this.#build = build;
    this.unit = unit;
    this.groupedBy = groupedBy;
  }

  /** The expression. Throws `TT_DEFINITION_INVALID` where a range, pattern or threshold cannot be read. */
  toExpr(context: QueryContext): Expr {
    return this.#build(context);
  }
}
