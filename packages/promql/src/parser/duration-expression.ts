import { MAX_DURATION_MS } from '@telltale/model';
import type { SyntaxNode } from '@lezer/common';
import type { ParseContext } from './parse-context.ts';
import { childNodes, rangeOf, refuse, textOf } from './parse-context.ts';
import { parseDurationLiteral } from '../literals/number-literal.ts';

const SECOND_MS = 1000;

/**
 * The milliseconds of a duration in brackets or after `offset`. Arithmetic over fixed durations is
 * folded, in seconds as PromQL counts; what depends on the query's own step or range is refused.
 */
export function convertDuration(context: ParseContext, node: SyntaxNode): number {
  const ms = Math.round(evaluate(context, node) * SECOND_MS);
  if (!(Math.abs(ms) < MAX_DURATION_MS)) refuse(context, rangeOf(node), 'duration out of range');
  return ms;
}

function evaluate(context: ParseContext, node: SyntaxNode): number {
  const children = childNodes(node);
  switch (children.length) {
    case 0:
      return literalSeconds(context, node);
    case 1:
      return evaluate(context, children[0]);
    case 2:
      return textOf(context, children[0]) === '-'
        ? -evaluate(context, children[1])
        : evaluate(context, children[1]);
    default:
      return combine(context, node, children);
  }
}

function literalSeconds(context: ParseContext, node: SyntaxNode): number {
  if (node.name.startsWith('Duration')) {
    const reason = `durations that depend on the query, such as ${textOf(context, node)}(), are not evaluated`;
    refuse(context, rangeOf(node), reason, 'TT_QUERY_UNSUPPORTED');
  }
  const text = textOf(context, node);
  const ms = parseDurationLiteral(text);
  if (ms === undefined) refuse(context, rangeOf(node), `not a valid duration: ${JSON.stringify(text)}`);
  return ms / SECOND_MS;
}

function combine(context: ParseContext, node: SyntaxNode, parts: readonly SyntaxNode[]): number {
  const [first, second, third] = parts;
  if (first.name === 'DurationMinOf' || first.name === 'DurationMaxOf') {
    const pick = first.name === 'DurationMinOf' ? Math.min : Math.max;
    return pick(evaluate(context, second), evaluate(context, third));
  }
  const left = evaluate(context, first);
  const right = evaluate(context, third);
  switch (textOf(context, second)) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      if (right === 0) refuse(context, rangeOf(node), 'division by zero in a duration');
      return left / right;
    case '%':
      if (right === 0) refuse(context, rangeOf(node), 'modulo by zero in a duration');
      return left % right;
    default:
      return left ** right;
  }
}
