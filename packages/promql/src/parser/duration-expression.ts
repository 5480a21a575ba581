import type { DurationExpr, DurationOperation } from '@telltale/model';
import { MAX_DURATION_MS, quoteText } from '@telltale/model';
import type { SyntaxNode } from '@lezer/common';
import type { ParseContext } from './parse-context.ts';
import { childNodes, rangeOf, refuse, textOf } from './parse-context.ts';
import type { DurationSign } from '../durations/duration-value.ts';
import { durationMs } from '../durations/duration-value.ts';
import { isDurationText, parseDurationLiteral, parseNumberLiteral } from '../literals/number-literal.ts';

/** A duration as it was written. */
export interface ParsedDuration {
  /** 0 where it depends on the query. */
  readonly ms: number;
  /** Absent for a plain duration with or without a sign. */
  readonly expr?: DurationExpr;
}

/** Converts a duration in brackets or after `offset`. Arithmetic over fixed durations is computed. */
export function convertDuration(context: ParseContext, node: SyntaxNode, sign: DurationSign): ParsedDuration {
  const expr = convert(context, node);
  const plain = plainMs(context, expr);
  if (plain !== undefined) {
    const source = expr.source ?? rangeOf(node);
    if (!(Math.abs(plain) < MAX_DURATION_MS)) refuse(context, source, 'duration out of range');
    if (sign === 'positive' && plain <= 0) refuse(context, source, 'duration must be greater than 0');
    return { ms: plain };
  }
  const ms = durationMs(expr, sign, undefined, (part, reason) =>
    refuse(context, part.source ?? rangeOf(node), reason),
  );
  return { ms: ms ?? 0, expr };
}

/** The milliseconds of a literal with any number of signs; `undefined` for arithmetic. */
function plainMs(context: ParseContext, expr: DurationExpr): number | undefined {
  if (expr.kind === 'sign') {
    const inner = plainMs(context, expr.operand);
    return inner !== undefined && expr.op === '-' ? -inner : inner;
  }
  if (expr.kind !== 'literal' || !expr.source) return undefined;
  return parseDurationLiteral(context.text.slice(expr.source.start, expr.source.end));
}

function convert(context: ParseContext, node: SyntaxNode): DurationExpr {
  const children = childNodes(node);
  const source = rangeOf(node);
  if (children.length === 0) return convertLiteral(context, node);
  const [first, second, third] = children;
  switch (first.name) {
    case 'DurationStep':
      return { kind: 'step', source };
    case 'DurationRange':
      return { kind: 'range', source };
    case 'DurationMinOf':
    case 'DurationMaxOf': {
      const kind = first.name === 'DurationMinOf' ? 'min_of' : 'max_of';
      return { kind, left: convert(context, second), right: convert(context, third), source };
    }
    case 'UnaryOp': {
      const op = textOf(context, first) === '-' ? '-' : '+';
      return { kind: 'sign', op, operand: convert(context, second), source };
    }
    default:
      break;
  }
  if (children.length === 1) {
    const isInParentheses = context.text[node.from] === '(';
    const operand = convert(context, first);
    return isInParentheses ? { kind: 'paren', operand, source } : operand;
  }
  const op = operatorOf(textOf(context, second));
  return { kind: 'operation', op, left: convert(context, first), right: convert(context, third), source };
}

function operatorOf(text: string): DurationOperation['op'] {
  switch (text) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return text;
    default:
      return '^';
  }
}

function convertLiteral(context: ParseContext, node: SyntaxNode): DurationExpr {
  const text = textOf(context, node);
  const seconds = parseNumberLiteral(text);
  if (seconds === undefined || !Number.isFinite(seconds)) {
    return refuse(context, rangeOf(node), `not a valid duration: ${quoteText(text)}`);
  }
  return { kind: 'literal', seconds, units: isDurationText(text), source: rangeOf(node) };
}
