import type { Token } from '../tokens/token.ts';

const MATCH_OPERATOR = /^(?:=|!=|=~|!~)$/;

/** What was probably meant by a token among the matchers in braces. */
export function matcherMistake(tokens: readonly Token[], index: number): string | undefined {
  const { kind, text, source } = tokens[index];
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  if (MATCH_OPERATOR.test(before?.text ?? '')) {
    const isBare = kind === 'word' || kind === 'number';
    return isBare ? `put the value in quotes: ${before.text}"${text}"` : 'the value in quotes is missing';
  }
  if (text === '=' || text === '==')
    return `matchers are written with =, !=, =~ or !~${text === '==' ? ', not ==' : ''}`;
  if (kind === 'word' && text.toLowerCase() === 'in') return 'one of several values is written =~"a|b"';
  if (before?.kind !== 'string') return undefined;
  if (text === '|') return 'write the alternatives in one string, as in =~"a|b"';
  const isPair = kind === 'word' && MATCH_OPERATOR.test(after?.text ?? '');
  return isPair && before.source.end <= source.start ? 'put a comma between matchers' : undefined;
}
