import type { Matcher, MatchOperator, VectorSelector } from '@telltale/model';
import { TelltaleError, quoteText } from '@telltale/model';
import type { SyntaxNode } from '@lezer/common';
import { compileMatcher } from '../regexp/compile-matcher.ts';
import type { ParseContext } from './parse-context.ts';
import { childNodes, rangeOf, refuse, textOf } from './parse-context.ts';
import { parseStringLiteral, unknownEscape } from '../literals/string-literal.ts';

/** Converts `name{label="value"}`, without modifiers. */
export function convertVectorSelector(context: ParseContext, node: SyntaxNode): VectorSelector {
  let metric: string | undefined;
  const matchers: Matcher[] = [];
  for (const part of childNodes(node)) {
    if (part.name === 'Identifier') metric = textOf(context, part);
    for (const item of part.name === 'LabelMatchers' ? childNodes(part) : []) {
      const matcher =
        item.name === 'QuotedLabelName' ? nameMatcher(context, item) : convertMatcher(context, item);
      if (metric !== undefined && matcher.name === '__name__')
        refuseSecondName(context, node, metric, matcher.value);
      matchers.push(matcher);
    }
  }
  const source = rangeOf(node);
  if (metric !== undefined) return { kind: 'vector', metric, matchers, source };
  return { kind: 'vector', ...withQuotedName(context, node, matchers), source };
}

/** A quoted name in braces is the metric, unless more is said of the name there: then all of it counts. */
function withQuotedName(
  context: ParseContext,
  node: SyntaxNode,
  matchers: readonly Matcher[],
): Pick<VectorSelector, 'metric' | 'matchers'> {
  const quoted = node.getChild('LabelMatchers')?.getChild('QuotedLabelName');
  const isOnly = matchers.filter(({ name }) => name === '__name__').length === 1;
  if (!quoted || !isOnly) return { matchers };
  return {
    metric: convertString(context, quoted),
    matchers: matchers.filter(({ name }) => name !== '__name__'),
  };
}

function nameMatcher(context: ParseContext, node: SyntaxNode): Matcher {
  return { name: '__name__', op: '=', value: convertString(context, node) };
}

function refuseSecondName(context: ParseContext, node: SyntaxNode, first: string, second: string): never {
  const names = `${quoteText(first)} or ${quoteText(second)}`;
  return refuse(context, rangeOf(node), `metric name must not be set twice: ${names}`);
}

function convertMatcher(context: ParseContext, node: SyntaxNode): Matcher {
  const [label, operator, string] = childNodes(node);
  const name = label.name === 'LabelName' ? textOf(context, label) : convertString(context, label);
  const value = convertString(context, string);
  const matcher: Matcher = { name, op: matchOperator(textOf(context, operator)), value };
  try {
    compileMatcher(matcher);
  } catch (error) {
    if (error instanceof TelltaleError) refuse(context, rangeOf(string), error.message);
    throw error;
  }
  return matcher;
}

function matchOperator(text: string): MatchOperator {
  switch (text) {
    case '!=':
    case '=~':
    case '!~':
      return text;
    default:
      return '=';
  }
}

/** The value of a quoted string node. */
export function convertString(context: ParseContext, node: SyntaxNode): string {
  const text = textOf(context, node);
  const value = parseStringLiteral(text);
  if (value === undefined) {
    const escape = unknownEscape(text);
    const reason =
      escape === undefined
        ? 'string is not closed or has an escape sequence that does not exist'
        : `escape sequence ${escape} does not exist; write \\${escape}, or put the text in back quotes`;
    refuse(context, rangeOf(node), reason);
  }
  return value;
}
