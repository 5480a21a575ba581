import type { Expr, FilePosition } from '@telltale/model';
import { printExpr } from '@telltale/model';
import { userPosition } from '../position/caller-position.ts';
import type { BuildExpr, QueryContext } from './query-context.ts';

/** A query of any labels and unit; immutable. Its expression is built when the definition is resolved. */
export abstract class AnyQuery {
  abstract readonly kind: 'vector' | 'condition' | 'text';
  /** Unit of the values; empty where there is none. */
  readonly unit: string;
  /** Labels that tell the series of the result apart, where an aggregation says so. */
  readonly groupedBy: readonly string[];
  /** What the values are compared with, in the base unit, where they are. */
  readonly threshold: number | undefined;
  /** Where it was built, by somebody who is no preset and no kit; recorded for the command line alone. */
  declare readonly position?: FilePosition;
  readonly #build: BuildExpr;

  constructor(build: BuildExpr, unit: string, groupedBy: readonly string[], threshold?: number) {
    this.#build = build;
    const position = userPosition(AnyQuery);
    if (position) this.position = position;
    this.unit = unit;
    this.groupedBy = groupedBy;
    this.threshold = threshold;
  }

  /** The expression. Throws `TT_DEFINITION_INVALID` where a range, pattern or threshold cannot be read. */
  toExpr(context: QueryContext): Expr {
    return this.#build(context);
  }

  /** PromQL. Throws as {@link toExpr} does. */
  toText(context: QueryContext): string {
    return printExpr(this.toExpr(context));
  }
}

/**
 * Tells a query from an object that holds one. Not by `instanceof`: a definition made by the CommonJS build
 * of the SDK brings a copy of these classes.
 */
export function isQuery(value: unknown): value is AnyQuery {
  return (
    typeof value === 'object' && value !== null && 'toExpr' in value && typeof value.toExpr === 'function'
  );
}
