import { quoteText } from '@telltale/model';
import type { Token } from '../tokens/token.ts';
import { meantDuration } from './meant-duration.ts';
import type { SyntaxFault } from './syntax-fault.ts';

/** The first thing in brackets, or after `offset`, that should be a duration and is none. */
export function badDuration(tokens: readonly Token[]): SyntaxFault | undefined {
  for (const [i, token] of tokens.entries()) {
    const fault =
      token.text === '[' && token.kind === 'symbol' ? inBrackets(tokens, i) : afterOffset(tokens, i);
    if (fault) return fault;
  }
  return undefined;
}

const DURATION_FUNCTION = /^(?:step|range|min_of|max_of)$/i;

function inBrackets(tokens: readonly Token[], open: number): SyntaxFault | undefined {
  const first = tokens[open + 1];
  if (first?.text === ']') return { reason: 'missing duration in range selector', source: first.source };
  for (let i = open + 1; i < tokens.length && tokens[i].text !== ']'; i++) {
    const { kind, text, source } = tokens[i];
    if (kind === 'string') return { reason: `bad number or duration syntax: ${text}`, source };
    if (kind === 'word' && (!DURATION_FUNCTION.test(text) || tokens[i + 1]?.text !== '(')) {
      const hint = durationHint(tokens[i - 1], text);
      return {
        reason: `unexpected ${quoteText(text)} in range, expected a duration such as 5m${hint}`,
        source,
      };
    }
  }
  return undefined;
}

function durationHint(before: Token, text: string): string {
  if (before.text === '$' || text.startsWith('__')) return '; a variable must be replaced first';
  const meant = before.kind === 'number' ? meantDuration(before.text + text) : undefined;
  return meant === undefined ? '' : `; write ${meant} without a space`;
}

function afterOffset(tokens: readonly Token[], i: number): SyntaxFault | undefined {
  const { kind, text } = tokens[i];
  // `offset` may also be a label name, which a comparison or a comma follows.
  if (kind !== 'word' || text.toLowerCase() !== 'offset') return undefined;
  const isSigned = tokens[i + 1]?.text === '-' || tokens[i + 1]?.text === '+';
  const value = tokens[isSigned ? i + 2 : i + 1];
  if (value?.kind !== 'string') return undefined;
  return { reason: `bad number or duration syntax: ${value.text}`, source: value.source };
}
