import type { Expr, SourceRange } from '@telltale/model';
import type { SyntaxNode } from '@lezer/common';
import type { OperatorToken } from './binary-operator.ts';
import { convertOperator } from './binary-operator.ts';
import type { ParseContext } from './parse-context.ts';
import { MAX_DEPTH, expressionsIn, rangeOf, refuse } from './parse-context.ts';

/** One item of an infix sequence, in the order of the text. */
export type SequenceItem =
  | { readonly kind: 'sign'; readonly op: '+' | '-'; readonly source: SourceRange }
  | { readonly kind: 'operand'; readonly expr: Expr }
  | { readonly kind: 'modifier'; readonly node: SyntaxNode }
  | { readonly kind: 'operator'; readonly token: OperatorToken };

/**
 * Flattens a tree of operators to the sequence of its parts. The grammar is made for highlighting
 * and attaches modifiers and signs more loosely than PromQL does (`a + b offset 5m` offsets the
 * sum); in text order the parts can be put together again by PromQL's own precedence.
 */
export function flattenOperands(
  context: ParseContext,
  node: SyntaxNode,
  operand: (node: SyntaxNode) => Expr,
): SequenceItem[] {
  const items: SequenceItem[] = [];
  // A stack of our own: a sum of ten thousand terms nests as deep as it is long.
  const pending: (SyntaxNode | SequenceItem)[] = [node];
  while (pending.length > 0) {
    const next = pending.pop();
    // The tree of the grammar ends where it would become too deep.
    if (next === undefined) {
      return refuse(context, rangeOf(node), `expression is nested more than ${MAX_DEPTH} deep`);
    }
    if ('kind' in next) items.push(next);
    else pending.push(...partsOf(context, next, operand).reverse());
  }
  return items;
}

function partsOf(
  context: ParseContext,
  node: SyntaxNode,
  operand: (node: SyntaxNode) => Expr,
): (SyntaxNode | SequenceItem)[] {
  const inner = expressionsIn(node);
  switch (node.name) {
    case 'BinaryExpr':
      return [inner[0], { kind: 'operator', token: convertOperator(context, node) }, inner[1]];
    case 'UnaryExpr':
      return [sign(context, node), inner[0]];
    case 'OffsetExpr':
    case 'StepInvariantExpr':
    case 'MatrixSelector':
    case 'SubqueryExpr':
    case 'AnchoredExpr':
    case 'SmoothedExpr':
      return [inner[0], { kind: 'modifier', node }];
    case 'NumberDurationLiteral': {
      const hasSign = /^[+-]/.test(context.text[node.from]);
      const item: SequenceItem = { kind: 'operand', expr: operand(node) };
      return hasSign ? [sign(context, node), item] : [item];
    }
    default:
      return [{ kind: 'operand', expr: operand(node) }];
  }
}

function sign(context: ParseContext, node: SyntaxNode): SequenceItem {
  const op = context.text[node.from] === '-' ? '-' : '+';
  return { kind: 'sign', op, source: { start: node.from, end: node.from + 1 } };
}
