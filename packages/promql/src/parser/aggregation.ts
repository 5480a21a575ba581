import type { Aggregation, AggregationOperator, Expr, Grouping } from '@telltale/model';
import { quoteText } from '@telltale/model';
import type { SyntaxNode } from '@lezer/common';
import type { ParseContext } from './parse-context.ts';
import { childNodes, expressionsIn, rangeOf, refuse, textOf } from './parse-context.ts';
import { convertLabelList } from './label-list.ts';

/** Aggregations that take a parameter in front of their vector. */
const PARAMETERISED: ReadonlySet<AggregationOperator> = new Set<AggregationOperator>([
  'topk',
  'bottomk',
  'quantile',
  'count_values',
  'limitk',
  'limit_ratio',
]);
const OPERATORS: readonly AggregationOperator[] = [
  'sum',
  'avg',
  'min',
  'max',
  'count',
  'group',
  'stddev',
  'stdvar',
  ...PARAMETERISED,
];

/** Converts `sum by (a) (expr)` and `topk(3, expr) without (b)`. */
export function convertAggregation(context: ParseContext, node: SyntaxNode): Aggregation {
  const [operatorNode] = childNodes(node);
  const op = operatorOf(context, operatorNode);
  const body = node.getChild('FunctionCallBody');
  const args = body ? expressionsIn(body).map((arg) => context.convert(arg)) : [];
  const { expr, param } = operands(context, node, op, args);
  const modifier = node.getChild('AggregateModifier');
  const grouping = modifier ? convertGrouping(context, modifier) : undefined;
  return {
    kind: 'aggregation',
    op,
    expr,
    ...(param === undefined ? {} : { param }),
    ...(grouping === undefined ? {} : { grouping }),
    source: rangeOf(node),
  };
}

function operatorOf(context: ParseContext, node: SyntaxNode): AggregationOperator {
  const text = textOf(context, node).toLowerCase();
  const op = OPERATORS.find((name) => name === text);
  return op ?? refuse(context, rangeOf(node), `unknown aggregation ${quoteText(text)}`);
}

function operands(
  context: ParseContext,
  node: SyntaxNode,
  op: AggregationOperator,
  args: readonly Expr[],
): { readonly expr: Expr; readonly param?: Expr } {
  const wanted = PARAMETERISED.has(op) ? 2 : 1;
  if (args.length !== wanted) {
    const reason = `wrong number of arguments for aggregate expression ${quoteText(op)}, expected ${wanted}, got ${args.length}`;
    refuse(context, rangeOf(node), reason);
  }
  return wanted === 2 ? { param: args[0], expr: args[1] } : { expr: args[0] };
}

function convertGrouping(context: ParseContext, node: SyntaxNode): Grouping {
  const [mode, labels] = childNodes(node);
  return { mode: mode.name === 'By' ? 'by' : 'without', labels: convertLabelList(context, labels) };
}
