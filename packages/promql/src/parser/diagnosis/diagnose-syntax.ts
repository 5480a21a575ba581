import { badDuration } from './bad-duration.ts';
import type { SyntaxFault } from './syntax-fault.ts';
import type { Token } from '../tokens/token.ts';
import { unexpectedToken } from './unexpected-token.ts';
import { unknownFunction } from './unknown-function.ts';

/**
 * Explains why the grammar could not read a query behind an offset. The reasons are found in the
 * tokens, the likeliest mistakes first.
 */
export function diagnoseSyntax(query: string, tokens: readonly Token[], offset: number): SyntaxFault {
  return (
    unknownFunction(tokens) ??
    badDuration(tokens) ??
    tooLongChain(query, tokens, offset) ??
    unexpectedToken(query, tokens, offset)
  );
}

/** The grammar gives up on long chains of operators, as if the next operand were unexpected. */
const MAX_CHAIN = 300;
const LINK = /^(?:[-+*/%^]|[=!<>]=|[<>]\/?|and|or|unless|atan2|offset|@|\])$/i;

function tooLongChain(query: string, tokens: readonly Token[], offset: number): SyntaxFault | undefined {
  let links = 0;
  for (const { text, source } of tokens) if (source.start <= offset && LINK.test(text)) links++;
  if (links <= MAX_CHAIN) return undefined;
  return {
    reason: `expression is nested more than ${MAX_CHAIN} deep`,
    source: { start: 0, end: query.length },
  };
}
