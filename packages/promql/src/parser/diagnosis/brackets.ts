import type { SyntaxFault } from './syntax-fault.ts';
import type { Token } from '../tokens/token.ts';

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const NAMES: ReadonlyMap<string, string> = new Map([
  ['(', 'left parenthesis'],
  [')', 'right parenthesis'],
  ['[', 'left bracket'],
  [']', 'right bracket'],
  ['{', 'left brace'],
  ['}', 'right brace'],
]);

/** The first bracket without a partner. */
export function unbalancedBracket(tokens: readonly Token[]): SyntaxFault | undefined {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind !== 'symbol') continue;
    if (CLOSING.has(token.text)) open.push(token);
    else if (NAMES.has(token.text)) {
      const last = open.at(-1);
      if (!last)
        return { reason: `unexpected ${NAMES.get(token.text)} '${token.text}'`, source: token.source };
      if (CLOSING.get(last.text) !== token.text) return unclosed(last);
      open.pop();
    }
  }
  const innermost = open.at(-1);
  return innermost && unclosed(innermost);
}

function unclosed(token: Token): SyntaxFault {
  return { reason: `unclosed ${NAMES.get(token.text)} '${token.text}'`, source: token.source };
}
