import { quoteText } from '@telltale/model';
import type { Token } from '../tokens/token.ts';
import { enclosingBracket } from './enclosing-bracket.ts';
import { foreignSyntax } from './foreign-syntax.ts';
import { matcherMistake } from './matcher-mistake.ts';
import { misplacedWord } from './misplaced-word.ts';

/** What was probably meant by a token that does not fit, as an advice; `undefined` where none is known. */
export function meantToken(tokens: readonly Token[], index: number): string | undefined {
  const { text } = tokens[index];
  const bracket = enclosingBracket(tokens, index);
  const inMatchers = bracket === '{' ? matcherMistake(tokens, index) : undefined;
  const advice = inMatchers ?? foreignSyntax(tokens, index);
  if (advice !== undefined) return advice;
  switch (bracket) {
    case '{':
      return quotedName(tokens, index, true);
    case '[':
      return text === ':' ? stepMistake(tokens[index - 1]) : undefined;
    default:
      if (text === '=') return 'values are compared with ==';
      if (text === '=~' || text === '!~') return `matchers stand in braces, as in x{job${text}"a"}`;
      return quotedName(tokens, index, false) ?? misplacedWord(tokens, index);
  }
}

function stepMistake(before: Token): string {
  return before.text === '['
    ? 'a range comes in front of the step, as in [5m:1m]'
    : 'a range has one step, as in [5m:1m]';
}

function quotedName(tokens: readonly Token[], index: number, isInBraces: boolean): string | undefined {
  const name = nameAround(tokens, index);
  if (name === undefined || name.startsWith('.')) return undefined;
  const quoted = isInBraces ? quoteText(name) : `{${quoteText(name)}}`;
  return `names with other characters than letters, digits and _ are written in quotes: ${quoted}`;
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
