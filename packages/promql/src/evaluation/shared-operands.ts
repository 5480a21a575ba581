import type { Aggregation, Expr } from '@telltale/model';
import { printExpr } from '@telltale/model';
import { isTrim } from './binary/sample-operation.ts';
import type { AggregateTogether, SharedAggregations } from './context/evaluation-context.ts';
import type { InstantVector } from './values/value.ts';

/** What folds its operand number by number and takes nothing else, so that one reading serves several. */
const SHARING: ReadonlySet<Aggregation['op']> = new Set<Aggregation['op']>([
  'sum',
  'avg',
  'min',
  'max',
  'stddev',
  'stdvar',
]);

/**
 * The aggregations of a query that read the same operand at the same times, as in
 * `sum by (status) (rate(x[5m])) / on () group_left () sum(rate(x[5m]))`. The first that is evaluated
 * computes them all, so that remarks on the operand name the first place.
 */
export class SharedOperands implements SharedAggregations {
  readonly #siblings = new Map<Aggregation, readonly Aggregation[]>();
  readonly #results = new Map<Aggregation, InstantVector>();

  constructor(expr: Expr) {
    const byOperand = Map.groupBy(sharingAggregations(expr), (node) => printExpr(node.expr));
    for (const siblings of byOperand.values()) {
      if (siblings.length > 1) for (const node of siblings) this.#siblings.set(node, siblings);
    }
  }

  async resultOf(node: Aggregation, aggregate: AggregateTogether): Promise<InstantVector | undefined> {
    const siblings = this.#siblings.get(node);
    if (!siblings) return undefined;
    if (!this.#results.has(node)) {
      for (const [sibling, result] of await aggregate(siblings)) this.#results.set(sibling, result);
    }
    return this.#results.get(node);
  }
}

/** Only where all nodes above are evaluated at the times of the query, and read histograms as stored. */
function* sharingAggregations(expr: Expr): Iterable<Aggregation> {
  switch (expr.kind) {
    case 'aggregation':
      if (SHARING.has(expr.op)) yield expr;
      yield* sharingAggregations(expr.expr);
      break;
    case 'binary':
      if (isTrim(expr.op)) return;
      yield* sharingAggregations(expr.left);
      yield* sharingAggregations(expr.right);
      break;
    case 'paren':
    case 'unary':
      yield* sharingAggregations(expr.expr);
  }
}
