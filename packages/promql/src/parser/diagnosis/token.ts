import type { SourceRange } from '@telltale/model';

/** A token as a reader sees it; only fine enough to explain what went wrong. */
export interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'open string' | 'symbol';
  readonly text: string;
  readonly source: SourceRange;
}

const TOKEN =
  /(?<skip>\s+|#[^\n]*)|(?<string>"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|`[^`]*`)|(?<open>["'`][^\n]*)|(?<word>[A-Za-z_:][\w:]*)|(?<number>(?:\d|\.\d)[\w.]*)|(?<symbol>[=!]~|[=!<>]=|[^])/guy;

/** Splits a query to tokens, comments and spaces left out. Never fails. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  for (const match of query.matchAll(TOKEN)) {
    const text = match[0];
    const groups = match.groups ?? {};
    if (groups.skip !== undefined) continue;
    tokens.push({
      kind: kindOf(groups),
      text,
      source: { start: match.index, end: match.index + text.length },
    });
  }
  return tokens;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): Token['kind'] {
  if (groups.string !== undefined) return 'string';
  if (groups.open !== undefined) return 'open string';
  if (groups.word !== undefined) return 'word';
  return groups.number === undefined ? 'symbol' : 'number';
}
