import { parseDurationLiteral } from '../../literals/number-literal.ts';
import type { SyntaxFault } from './syntax-fault.ts';
import type { Token } from './token.ts';

/** The first thing in brackets, or after `offset`, that should be a duration and is none. */
export function badDuration(tokens: readonly Token[]): SyntaxFault | undefined {
  for (const [i, token] of tokens.entries()) {
    const fault =
      token.text === '[' && token.kind === 'symbol' ? inBrackets(tokens, i) : afterOffset(tokens, i);
    if (fault) return fault;
  }
  return undefined;
}

function inBrackets(tokens: readonly Token[], open: number): SyntaxFault | undefined {
  const first = tokens[open + 1];
  if (first?.text === ']') return { reason: 'missing duration in range selector', source: first.source };
  for (let i = open + 1; i < tokens.length && tokens[i].text !== ']'; i++) {
    const fault = notDuration(tokens[i]);
    if (fault) return fault;
  }
  return undefined;
}

function afterOffset(tokens: readonly Token[], i: number): SyntaxFault | undefined {
  const { kind, text } = tokens[i];
  // `offset` may also be a label name, which a comparison or a comma follows.
  if (kind !== 'word' || text.toLowerCase() !== 'offset') return undefined;
  const isSigned = tokens[i + 1]?.text === '-' || tokens[i + 1]?.text === '+';
  const value = tokens[isSigned ? i + 2 : i + 1];
  return value?.kind === 'number' || value?.kind === 'string' ? notDuration(value) : undefined;
}

function notDuration({ kind, text, source }: Token): SyntaxFault | undefined {
  const shown = kind === 'string' ? text : JSON.stringify(text);
  const isNumber = kind === 'number' && parseDurationLiteral(text) !== undefined;
  if (isNumber || kind === 'symbol' || kind === 'word') return undefined;
  return { reason: `bad number or duration syntax: ${shown}`, source };
}
