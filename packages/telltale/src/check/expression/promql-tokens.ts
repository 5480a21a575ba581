import type { SourceRange } from '@telltale/model';

/** A piece of a query that is no white space and no comment. */
export interface PromqlToken extends SourceRange {
  readonly kind: 'word' | 'string' | 'mark';
  /** As written; strings without their quotes, escapes kept. */
  readonly text: string;
}

const TOKEN = /\s+|#[^\n]*|([A-Za-z_:][\w:]*)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)|(=~|!~|!=|[^])/gy;

/**
 * The tokens of a part of a query that the parser has accepted. The tree has no places for
 * matchers and grouping labels; these are found here.
 */
export function tokensOf(query: string, { start, end }: SourceRange): readonly PromqlToken[] {
  const tokens: PromqlToken[] = [];
  const pattern = new RegExp(TOKEN);
  pattern.lastIndex = start;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const match = pattern.exec(query);
    if (!match) break;
    const [whole, word, quoted, mark] = match;
    const range = { start: at, end: at + whole.length };
    if (word !== undefined) tokens.push({ kind: 'word', text: word, ...range });
    else if (quoted !== undefined) tokens.push({ kind: 'string', text: quoted.slice(1, -1), ...range });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, ...range });
  }
  return tokens;
}
