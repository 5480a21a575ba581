import { quoteText } from '@telltale/model';
import type { Token } from '../tokens/token.ts';
import type { SyntaxFault } from './syntax-fault.ts';
import { enclosingBracket } from './enclosing-bracket.ts';
import { meantToken } from './meant-token.ts';

/** The token that the grammar could not place, and what was meant, where that can be told. */
export function unexpectedToken(query: string, tokens: readonly Token[], offset: number): SyntaxFault {
  const index = tokens.findIndex(({ source }) => source.end > offset);
  if (index === -1) {
    const last = tokens[tokens.length - 1];
    const source = { start: query.length, end: query.length };
    return { reason: `unexpected end of input after ${describe(last)}`, source };
  }
  const token = tokens[index];
  const where = whatIsWritten(tokens, index);
  const meant = meantToken(tokens, index);
  const hint = meant === undefined ? whatFits(where) : `; ${meant}`;
  return { reason: `unexpected ${describe(token)}${where}${hint}`, source: token.source };
}

function describe({ kind, text }: Token): string {
  switch (kind) {
    case 'word':
      return `identifier ${quoteText(text)}`;
    case 'number':
      return `number or duration ${quoteText(text)}`;
    case 'symbol':
      return quoteText(text);
    default:
      return `string ${text}`;
  }
}

function whatIsWritten(tokens: readonly Token[], index: number): string {
  switch (enclosingBracket(tokens, index)) {
    case '{':
      return ' in label matching';
    case '[':
      return ' in range';
    case '(':
      return ' in parentheses';
    default:
      return '';
  }
}

function whatFits(where: string): string {
  if (where === ' in label matching') return ', expected name="value"';
  return where === ' in range' ? ', expected a duration such as 5m' : '';
}
