import type { Tree } from '@lezer/common';
import { badDuration } from './bad-duration.ts';
import { unbalancedBracket } from './brackets.ts';
import type { SyntaxFault } from './syntax-fault.ts';
import type { Token } from '../tokens/token.ts';
import { unexpectedToken } from './unexpected-token.ts';
import { unknownFunction } from './unknown-function.ts';

/**
 * Explains why the grammar could not read a query, or returns `undefined` if it could. The grammar
 * always produces a tree and marks what it skipped or missed; the reasons are found in the tokens,
 * the likeliest mistakes first.
 */
export function diagnoseSyntax(query: string, tokens: readonly Token[], tree: Tree): SyntaxFault | undefined {
  const at = firstErrorOffset(tree);
  if (at === undefined) return undefined;
  return (
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
