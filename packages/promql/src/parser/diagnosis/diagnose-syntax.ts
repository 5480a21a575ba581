import type { Tree } from '@lezer/common';
import { badDuration } from './bad-duration.ts';
import { unbalancedBracket } from './brackets.ts';
import type { SyntaxFault } from './syntax-fault.ts';
import type { Token } from './token.ts';
import { tokensOf } from './token.ts';
import { unknownFunction } from './unknown-function.ts';

/**
 * Explains why the grammar could not read a query, or returns `undefined` if it could. The grammar
 * always produces a tree and marks what it skipped or missed; the reasons are found in the tokens,
 * the likeliest mistakes first.
 */
export function diagnoseSyntax(query: string, tree: Tree): SyntaxFault | undefined {
  const at = firstErrorOffset(tree);
  if (at === undefined) return undefined;
  const tokens = tokensOf(query);
  if (tokens.length === 0)
    return { reason: 'no expression found in input', source: { start: 0, end: query.length } };
  return (
    unclosedString(tokens) ??
    unknownFunction(tokens) ??
    unbalancedBracket(tokens) ??
    badDuration(tokens) ??
    tooLongChain(query, tree) ??
    unexpectedToken(query, tokens, at)
  );
}

function firstErrorOffset(tree: Tree): number | undefined {
  const cursor = tree.cursor();
  do {
    if (cursor.type.isError) return cursor.from;
  } while (cursor.next());
  return undefined;
}

/** The grammar gives up on long chains of operators, as if the next operand were unexpected. */
const MAX_CHAIN = 300;

function tooLongChain(query: string, tree: Tree): SyntaxFault | undefined {
  let depth = 0;
  for (let node = tree.topNode.firstChild; node; node = node.firstChild) depth++;
  if (depth <= MAX_CHAIN) return undefined;
  return {
    reason: `expression is nested more than ${MAX_CHAIN} deep`,
    source: { start: 0, end: query.length },
  };
}

function unclosedString(tokens: readonly Token[]): SyntaxFault | undefined {
  const open = tokens.find(({ kind }) => kind === 'open string');
  return open && { reason: 'unterminated quoted string', source: open.source };
}

function unexpectedToken(query: string, tokens: readonly Token[], offset: number): SyntaxFault {
  const index = tokens.findIndex(({ source }) => source.end > offset);
  if (index === -1) {
    const last = tokens[tokens.length - 1];
    const source = { start: query.length, end: query.length };
    return { reason: `unexpected end of input after ${describe(last)}`, source };
  }
  const token = tokens[index];
  const where = enclosing(tokens.slice(0, index));
  return { reason: `unexpected ${describe(token)}${where}`, source: token.source };
}

function describe({ kind, text }: Token): string {
  switch (kind) {
    case 'word':
      return `identifier ${JSON.stringify(text)}`;
    case 'number':
      return `number or duration ${JSON.stringify(text)}`;
    case 'symbol':
      return JSON.stringify(text);
    default:
      return `string ${text}`;
  }
}

/** The innermost bracket that is open at the end of the tokens tells what is being written. */
function enclosing(tokens: readonly Token[]): string {
  const open: string[] = [];
  for (const { kind, text } of tokens) {
    if (kind !== 'symbol') continue;
    if ('([{'.includes(text)) open.push(text);
    else if (')]}'.includes(text)) open.pop();
  }
  switch (open.at(-1)) {
    case '{':
      return ' in label matching, expected name="value"';
    case '[':
      return ' in range, expected a duration such as 5m';
    case '(':
      return ' in parentheses';
    default:
      return '';
  }
}
