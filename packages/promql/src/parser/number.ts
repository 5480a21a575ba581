import type { NumberLiteral } from '@telltale/model';
import { quoteText } from '@telltale/model';
import type { SyntaxNode } from '@lezer/common';
import { isDurationText, parseNumberLiteral } from '../literals/number-literal.ts';
import type { ParseContext } from './parse-context.ts';
import { refuse, textOf } from './parse-context.ts';

const SIGN = /^[+-]\s*/;

/** Converts a number or a duration. Its sign is no part of it: it is an item of its own among operators. */
export function convertNumber(context: ParseContext, node: SyntaxNode): NumberLiteral {
  const digits = textOf(context, node).replace(SIGN, '');
  const value = parseNumberLiteral(digits);
  const source = { start: node.to - digits.length, end: node.to };
  if (value === undefined)
    return refuse(context, source, `bad number or duration syntax: ${quoteText(digits)}`);
  return { kind: 'number', value, ...(isDurationText(digits) ? { duration: true } : {}), source };
}

/** The value of a number with its sign, where no operator can stand in front of it. */
export function convertSignedNumber(context: ParseContext, node: SyntaxNode): number {
  const { value } = convertNumber(context, node);
  return context.text[node.from] === '-' ? -value : value;
}
