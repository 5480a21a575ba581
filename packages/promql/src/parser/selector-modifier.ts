import type { AtModifier, Expr, SourceRange, Subquery, VectorSelector } from '@telltale/model';
import type { SyntaxNode } from '@lezer/common';
import type { ParseContext } from './parse-context.ts';
import { childNodes, isExpression, rangeOf, refuse, textOf } from './parse-context.ts';
import { convertDuration } from './duration-expression.ts';
import { parseNumberLiteral } from '../literals/number-literal.ts';

/** Prometheus keeps a time in 63 bits. */
const MAX_AT_SECONDS = 2 ** 63;
const TARGETS = 'an instant vector selector or range vector selector or a subquery';

/** Applies what follows an operand – a range, `offset`, `@` – to that operand. */
export function applyModifier(context: ParseContext, operand: Expr, modifier: SyntaxNode): Expr {
  const source = { start: operand.source?.start ?? modifier.from, end: modifier.to };
  switch (modifier.name) {
    case 'MatrixSelector':
      return applyRange(context, operand, modifier, source);
    case 'SubqueryExpr':
      return applySubquery(context, operand, modifier, source);
    case 'OffsetExpr':
      return applyOffset(context, operand, modifier, source);
    case 'StepInvariantExpr':
      return applyAt(context, operand, modifier, source);
    default: {
      const word = modifier.name === 'AnchoredExpr' ? 'anchored' : 'smoothed';
      return refuse(context, source, `the ${word} modifier is not evaluated`, 'TT_QUERY_UNSUPPORTED');
    }
  }
}

function applyRange(context: ParseContext, operand: Expr, node: SyntaxNode, source: SourceRange): Expr {
  if (operand.kind !== 'vector') {
    refuse(
      context,
      source,
      'ranges are only allowed for vector selectors; for other expressions write a subquery, such as [5m:]',
    );
  }
  if (operand.offsetMs !== undefined || operand.at !== undefined) {
    refuse(context, source, 'offset and @ must come after the range, not before it');
  }
  const [duration] = durationsIn(node);
  return { kind: 'matrix', selector: operand, rangeMs: positiveDuration(context, duration), source };
}

function applySubquery(context: ParseContext, operand: Expr, node: SyntaxNode, source: SourceRange): Expr {
  const [range, step] = durationsIn(node);
  const rangeMs = positiveDuration(context, range);
  const stepMs = step ? positiveDuration(context, step) : undefined;
  return { kind: 'subquery', expr: operand, rangeMs, ...(stepMs === undefined ? {} : { stepMs }), source };
}

function durationsIn(node: SyntaxNode): SyntaxNode[] {
  return childNodes(node).filter((child) => !isExpression(child));
}

function positiveDuration(context: ParseContext, node: SyntaxNode): number {
  const ms = convertDuration(context, node);
  if (ms <= 0) refuse(context, rangeOf(node), 'duration must be greater than 0');
  return ms;
}

function applyOffset(context: ParseContext, operand: Expr, node: SyntaxNode, source: SourceRange): Expr {
  const duration = node.getChild('OffsetDurationExpr');
  const offsetMs = duration ? convertDuration(context, duration) : 0;
  return withModifier(context, operand, source, 'offset', (target) => {
    if (target.offsetMs !== undefined) refuse(context, source, 'offset may not be set multiple times');
    return { offsetMs };
  });
}

function applyAt(context: ParseContext, operand: Expr, node: SyntaxNode, source: SourceRange): Expr {
  const at = convertAt(context, node);
  return withModifier(context, operand, source, '@', (target) => {
    if (target.at !== undefined) refuse(context, source, '@ <timestamp> may not be set multiple times');
    return { at };
  });
}

type Modified = Pick<VectorSelector, 'offsetMs' | 'at'>;

function withModifier(
  context: ParseContext,
  operand: Expr,
  source: SourceRange,
  name: string,
  change: (target: VectorSelector | Subquery) => Modified,
): Expr {
  switch (operand.kind) {
    case 'vector':
    case 'subquery':
      return { ...operand, ...change(operand), source };
    case 'matrix':
      return { ...operand, selector: { ...operand.selector, ...change(operand.selector) }, source };
    default:
      return refuse(context, source, `${name} modifier must be preceded by ${TARGETS}`);
  }
}

function convertAt(context: ParseContext, node: SyntaxNode): AtModifier {
  const preprocessor = node.getChild('AtModifierPreprocessors');
  if (preprocessor) return { kind: preprocessor.getChild('AtStart') ? 'start' : 'end' };
  const time = node.getChildren('NumberDurationLiteral').at(-1);
  if (!time) return refuse(context, rangeOf(node), '@ needs a time');
  const text = textOf(context, time);
  const seconds = parseNumberLiteral(text.replace(/^[+-]\s*/, ''));
  if (seconds === undefined || !(seconds < MAX_AT_SECONDS)) {
    refuse(context, rangeOf(time), 'timestamp out of bounds for @ modifier');
  }
  return { kind: 'timestamp', ms: Math.round(seconds * 1000) * (text.startsWith('-') ? -1 : 1) };
}
