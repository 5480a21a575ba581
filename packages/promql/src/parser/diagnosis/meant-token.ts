import type { Token } from '../tokens/token.ts';

/** Signs of other languages, and what PromQL writes instead. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['&&', 'write and instead of &&'],
  ['||', 'write or instead of ||'],
  ['<>', 'write != instead of <>'],
]);
const MATCH_OPERATOR = /^(?:=|!=|=~|!~)$/;
/** The words that a list of labels in parentheses follows. */
export const GROUPING = /^(?:by|without|on|ignoring|group_left|group_right)$/i;

/** What was probably meant by a token that does not fit, as an advice; `undefined` where none is known. */
export function meantToken(tokens: readonly Token[], index: number): string | undefined {
  const { kind, text, source } = tokens[index];
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  for (const pair of [before && before.text + text, after && text + after.text]) {
    const advice = pair === undefined ? undefined : INSTEAD.get(pair);
    if (advice !== undefined) return advice;
  }
  if (before && MATCH_OPERATOR.test(before.text) && (kind === 'word' || kind === 'number')) {
    return isInBraces(tokens, index) ? `put the value in quotes: ${before.text}"${text}"` : undefined;
  }
  if (text === '=' || text === '==') return equals(text, isInBraces(tokens, index));
  if (kind === 'word' && before && GROUPING.test(before.text)) {
    return `put the labels in parentheses: ${before.text} (${text})`;
  }
  if (text === ')' && before?.text === ',') return 'no comma may stand before the closing parenthesis';
  const isPair = kind === 'word' && MATCH_OPERATOR.test(after?.text ?? '') && isInBraces(tokens, index);
  if (isPair && before?.kind === 'string' && before.source.end <= source.start) {
    return 'put a comma between matchers';
  }
  return undefined;
}

function equals(text: string, isMatcher: boolean): string {
  if (isMatcher) return `matchers are written with =, !=, =~ or !~${text === '==' ? ', not ==' : ''}`;
  return 'values are compared with ==';
}

function isInBraces(tokens: readonly Token[], index: number): boolean {
  for (let i = index - 1; i >= 0; i--) {
    if (tokens[i].kind !== 'symbol') continue;
    if (tokens[i].text === '{') return true;
    if (tokens[i].text === '}') return false;
  }
  return false;
}
