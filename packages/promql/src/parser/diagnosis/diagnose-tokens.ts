import type { Token } from '../tokens/token.ts';
import { badNumber } from './bad-number.ts';
import { unbalancedBracket } from './brackets.ts';
import type { SyntaxFault } from './syntax-fault.ts';
import { unknownFunction } from './unknown-function.ts';

/** How deep expressions may nest; what is deeper could exhaust the stack of whoever walks the tree. */
const MAX_NESTING = 500;

/** What is wrong with a query before its structure is looked at. */
export function diagnoseTokens(query: string, tokens: readonly Token[]): SyntaxFault | undefined {
  if (tokens.length === 0)
    return { reason: 'no expression found in input', source: { start: 0, end: query.length } };
  return (
    openString(tokens) ??
    strangeCharacter(tokens) ??
    tooDeep(tokens) ??
    badNumber(tokens) ??
    unbalanced(tokens)
  );
}

/** A name that is no function is the likelier mistake where a bracket is missing, too. */
function unbalanced(tokens: readonly Token[]): SyntaxFault | undefined {
  const fault = unbalancedBracket(tokens);
  return fault && (unknownFunction(tokens) ?? fault);
}

function openString(tokens: readonly Token[]): SyntaxFault | undefined {
  const open = tokens.find(({ kind }) => kind === 'open string');
  return open && { reason: 'unterminated quoted string', source: open.source };
}

/** Spaces and quotes that texts from web pages and word processors bring along. */
const SPACE = /^[\s\u200B\u2060\uFEFF]$/u;
const QUOTE = /^[\u00AB\u00BB\u2018-\u201F\u2039\u203A]$/u;

function strangeCharacter(tokens: readonly Token[]): SyntaxFault | undefined {
  for (const { kind, text, source } of tokens) {
    if (kind !== 'symbol') continue;
    const point = `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    if (SPACE.test(text))
      return { reason: `unexpected character ${point}; write a plain space instead`, source };
    if (QUOTE.test(text))
      return { reason: `unexpected character ${text} (${point}); write " instead`, source };
  }
  return undefined;
}

function tooDeep(tokens: readonly Token[]): SyntaxFault | undefined {
  let depth = 0;
  let chain = 0;
  let isInRange = false;
  for (const { kind, text, source } of tokens) {
    const isSymbol = kind === 'symbol';
    if (isSymbol && '([{'.includes(text)) depth++;
    else if (isSymbol && ')]}'.includes(text)) depth--;
    if (isSymbol && '[]'.includes(text)) isInRange = text === '[';
    // Signs in a row nest as brackets do, and so does every operator of a duration.
    chain = isInRange || (isSymbol && '+-'.includes(text)) ? chain + 1 : 0;
    if (depth > MAX_NESTING || chain > MAX_NESTING)
      return { reason: `expression is nested more than ${MAX_NESTING} deep`, source };
  }
  return undefined;
}
