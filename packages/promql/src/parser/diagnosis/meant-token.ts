import { quoteText } from '@telltale/model';
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
  const name = nameAround(tokens, index);
  if (name !== undefined) {
    const quoted = isInBraces(tokens, index) ? quoteText(name) : `{${quoteText(name)}}`;
    return `names with other characters than letters, digits and _ are written in quotes: ${quoted}`;
  }
  if (text === ')' && before?.text === ',') return 'no comma may stand before the closing parenthesis';
  const isPair = kind === 'word' && MATCH_OPERATOR.test(after?.text ?? '') && isInBraces(tokens, index);
  if (isPair && before?.kind === 'string' && before.source.end <= source.start) {
    return 'put a comma between matchers';
  }
  return undefined;
}

/** Points and letters of any language, as OpenTelemetry and people use them in names. */
const NAME_PART = /^(?:\.|[\p{L}\p{N}_:][\p{L}\p{N}_:.]*)$/u;

/** The name that a token is part of, where it is no word but stands in one. */
function nameAround(tokens: readonly Token[], index: number): string | undefined {
  if (tokens[index].kind === 'word' || !NAME_PART.test(tokens[index].text)) return undefined;
  let [first, last] = [index, index];
  while (isJoined(tokens[first - 1], tokens[first])) first--;
  while (isJoined(tokens[last], tokens[last + 1])) last++;
  return first === last
    ? undefined
    : tokens.slice(first, last + 1).reduce((name, { text }) => name + text, '');
}

function isJoined(left: Token | undefined, right: Token | undefined): boolean {
  if (!left || !right || left.source.end !== right.source.start) return false;
  return NAME_PART.test(left.text) && NAME_PART.test(right.text);
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
