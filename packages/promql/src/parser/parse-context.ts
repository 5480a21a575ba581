import type { Expr, SourceRange } from '@telltale/model';
import type { SyntaxNode } from '@lezer/common';
import type { PromqlErrorCode } from '../errors/promql-error.ts';
import { PromqlError } from '../errors/promql-error.ts';

/** How deep expressions may nest; deeper ones are refused before they can exhaust the stack. */
export const MAX_DEPTH = 500;

/** What every part of the conversion needs: the text, and the way back to whole expressions. */
export interface ParseContext {
  /** As written, for messages. */
  readonly query: string;
  /** As parsed: comments are blanks, offsets are the same. */
  readonly text: string;
  /** Converts the node of an expression of any kind. */
  convert(node: SyntaxNode): Expr;
}

/** The text a node was parsed from. */
export function textOf(context: ParseContext, node: SyntaxNode): string {
  return context.text.slice(node.from, node.to);
}

/** The range of a node in the query. */
export function rangeOf(node: SyntaxNode): SourceRange {
  return { start: node.from, end: node.to };
}

/** Refuses the query because of the text in `source`. */
export function refuse(
  context: ParseContext,
  source: SourceRange,
  reason: string,
  code: PromqlErrorCode = 'TT_QUERY_SYNTAX',
): never {
  throw new PromqlError(code, reason, context.query, source);
}

/** The direct children of a node. */
export function childNodes(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

/** The kinds of node that stand for an expression. */
const EXPRESSIONS: ReadonlySet<string> = new Set([
  'AggregateExpr',
  'BinaryExpr',
  'FunctionCall',
  'MatrixSelector',
  'NumberDurationLiteral',
  'OffsetExpr',
  'AnchoredExpr',
  'SmoothedExpr',
  'ParenExpr',
  'StringLiteral',
  'SubqueryExpr',
  'UnaryExpr',
  'VectorSelector',
  'StepInvariantExpr',
]);

/** Whether a node is an expression. */
export function isExpression(node: SyntaxNode): boolean {
  return EXPRESSIONS.has(node.name);
}

/** The expressions directly below a node, in source order. */
export function expressionsIn(node: SyntaxNode): SyntaxNode[] {
  return childNodes(node).filter(isExpression);
}
