import type { AtModifier, Expr, SourceRange, Subquery, VectorSelector } from '@telltale/model';
import type { SyntaxNode } from '@lezer/common';
import type { ParseContext } from './parse-context.ts';
import { childNodes, isExpression, rangeOf, refuse } from './parse-context.ts';
import { convertDuration } from './duration-expression.ts';
import { convertSignedNumber } from './number.ts';

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
    default:
      return applyExtension(
        context,
        operand,
        modifier.name === 'AnchoredExpr' ? 'anchored' : 'smoothed',
        source,
      );
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
  if (operand.offsetMs !== undefined || operand.at !== undefined || operand.extended) {
    const misplaced = operand.extended ?? 'offset and @';
    refuse(context, source, `${misplaced} must come after the range, not before it`);
  }
  const [duration] = durationsIn(node);
  const { ms, expr } = convertDuration(context, duration, 'positive');
  return { kind: 'matrix', selector: operand, rangeMs: ms, ...(expr ? { rangeExpr: expr } : {}), source };
}

function applySubquery(context: ParseContext, operand: Expr, node: SyntaxNode, source: SourceRange): Expr {
  const [rangeNode, stepNode] = durationsIn(node);
  const range = convertDuration(context, rangeNode, 'positive');
  const step = stepNode && convertDuration(context, stepNode, 'positive');
  return {
    kind: 'subquery',
    expr: operand,
    rangeMs: range.ms,
    ...(range.expr ? { rangeExpr: range.expr } : {}),
    ...(step ? { stepMs: step.ms } : {}),
    ...(step?.expr ? { stepExpr: step.expr } : {}),
    source,
  };
}

function durationsIn(node: SyntaxNode): SyntaxNode[] {
  return childNodes(node).filter((child) => !isExpression(child));
}

function applyOffset(context: ParseContext, operand: Expr, node: SyntaxNode, source: SourceRange): Expr {
  const duration = node.getChild('OffsetDurationExpr');
  const { ms, expr } = duration ? convertDuration(context, duration, 'any sign') : { ms: 0 };
  return withModifier(context, operand, source, 'offset', (target) => {
    if (target.offsetMs !== undefined) refuse(context, source, 'offset may not be set multiple times');
    return { offsetMs: ms, ...(expr ? { offsetExpr: expr } : {}) };
  });
}

function applyExtension(
  context: ParseContext,
  operand: Expr,
  extended: 'anchored' | 'smoothed',
  source: SourceRange,
): Expr {
  if (operand.kind === 'subquery')
    refuse(context, source, `${extended} modifier is not supported for subqueries`);
  return withModifier(context, operand, source, extended, (target) => {
    if ('extended' in target && target.extended !== undefined && target.extended !== extended) {
      refuse(context, source, 'anchored and smoothed modifiers cannot be used together');
    }
    return { extended };
  });
}

function applyAt(context: ParseContext, operand: Expr, node: SyntaxNode, source: SourceRange): Expr {
  const at = convertAt(context, node);
  return withModifier(context, operand, source, '@', (target) => {
    if (target.at !== undefined) refuse(context, source, '@ <timestamp> may not be set multiple times');
    return { at };
  });
}

type Modified = Pick<VectorSelector, 'offsetMs' | 'offsetExpr' | 'at' | 'extended'>;

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
      return refuse(
        context,
        source,
        `${name} modifier must be preceded by ${TARGETS}${whereInstead(operand)}`,
      );
  }
}

/** A call has no time of its own; what it is about has. */
function whereInstead({ kind }: Expr): string {
  return kind === 'call' || kind === 'aggregation'
    ? '; write it behind the selector inside the parentheses'
    : '';
}

function convertAt(context: ParseContext, node: SyntaxNode): AtModifier {
  const preprocessor = node.getChild('AtModifierPreprocessors');
  if (preprocessor) return { kind: preprocessor.getChild('AtStart') ? 'start' : 'end' };
  const time = node.getChildren('NumberDurationLiteral').at(-1);
  if (!time) return refuse(context, rangeOf(node), '@ needs a time');
  const seconds = convertSignedNumber(context, time);
  if (!(Math.abs(seconds) < MAX_AT_SECONDS)) {
    refuse(context, rangeOf(time), 'timestamp out of bounds for @ modifier');
  }
  return { kind: 'timestamp', ms: Math.round(seconds * 1000) };
}
