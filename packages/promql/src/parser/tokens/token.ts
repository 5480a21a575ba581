import type { SourceRange } from '@telltale/model';

/** A token as PromQL splits a query; comments and spaces are none. */
export interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'open string' | 'symbol';
  readonly text: string;
  readonly source: SourceRange;
}

const SKIPPED = /[ \t\r\n]+|#[^\r\n]*/y;
const STRING = /"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|`[^`]*`/y;
const OPEN_STRING = /["'`][^\n]*/y;
/** Right or wrong: whatever starts like a number and has no end before. */
const NUMBER = /0[xX]\w*|(?:\d|\.\d)(?:[eE][+-](?=\d)|[\w.])*/y;
const WORD = /[A-Za-z_:][\w:]*/y;
/** In brackets a colon stands between range and step. */
const BRACKETED_WORD = /[A-Za-z_]\w*/y;
const SYMBOL = /[=!]~|[=!<>]=|[<>]\/|[^]/uy;

const KINDS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['string', STRING],
  ['open string', OPEN_STRING],
  ['word', WORD],
  ['number', NUMBER],
  ['symbol', SYMBOL],
];

/** Splits a query to tokens. Never fails: what cannot be part of a query becomes a symbol. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  let isInBrackets = false;
  for (let at = 0; at < query.length;) {
    const skipped = matchAt(SKIPPED, query, at);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const { kind, text } = tokenAt(query, at, isInBrackets);
    if (kind === 'symbol' && (text === '[' || text === ']')) isInBrackets = text === '[';
    tokens.push({ kind, text, source: { start: at, end: at + text.length } });
    at += text.length;
  }
  return tokens;
}

function tokenAt(query: string, at: number, isInBrackets: boolean): Pick<Token, 'kind' | 'text'> {
  for (const [kind, pattern] of KINDS) {
    const text = matchAt(isInBrackets && kind === 'word' ? BRACKETED_WORD : pattern, query, at);
    if (text !== undefined) return { kind, text };
  }
  return { kind: 'symbol', text: query[at] };
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
