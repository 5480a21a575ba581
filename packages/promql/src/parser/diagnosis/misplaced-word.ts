import { clauseClosedAt, isOperandPlace } from '../tokens/places.ts';
import type { Token } from '../tokens/token.ts';

/** The words that a list of labels in parentheses follows. */
export const GROUPING = /^(?:by|without|on|ignoring|group_left|group_right)$/i;
const SET_WORD = /^(?:and|or|unless|atan2)$/i;

/** Where words belong that only have a meaning in one place. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ['by', 'by belongs to an aggregation, as in sum by (job) (x)'],
  ['without', 'without belongs to an aggregation, as in sum without (job) (x)'],
  ['on', 'on follows an operator, as in x * on (job) y'],
  ['ignoring', 'ignoring follows an operator, as in x * ignoring (job) y'],
  ['group_left', 'group_left follows on (…) or ignoring (…)'],
  ['group_right', 'group_right follows on (…) or ignoring (…)'],
  ['fill', 'fill follows an operator, as in x + fill (0) y'],
  ['bool', 'bool follows a comparison, as in x > bool 5'],
]);

/** Where a token belongs that is in the wrong place of an expression, or what is missing around it. */
export function misplacedWord(tokens: readonly Token[], index: number): string | undefined {
  const token = tokens[index];
  const before = tokens[index - 1];
  if (!before) return undefined;
  const isWord = token.kind === 'word';
  if (isWord && GROUPING.test(before.text)) {
    return `put the labels in parentheses: ${before.text} (${token.text})`;
  }
  if (token.text === ')' && before.text === ',') return 'no comma may stand before the closing parenthesis';
  if (token.text === '{' && before.text === ']') return 'matchers stand in front of the range: x{a="b"}[5m]';
  if (before.text === '@') return 'a time is written in seconds since 1970, or as start() or end()';
  const place = isWord ? PLACES.get(token.text.toLowerCase()) : undefined;
  if (place !== undefined) return place;
  const clause = before.text === ')' ? clauseClosedAt(tokens, index - 1) : undefined;
  if (clause !== undefined) return `put the expression in parentheses: sum ${clause} (job) (x)`;
  // At the start of an expression these words are read as names of metrics.
  if (before.kind === 'word' && isOperandPlace(tokens, index - 1)) {
    if (SET_WORD.test(before.text)) return `${before.text} stands between two expressions`;
    if (before.text.toLowerCase() === 'offset') return 'offset follows what it moves, as in x offset 5m';
    if (token.kind === 'number') return `a range is written in brackets: ${before.text}[${token.text}]`;
  }
  return isOperandStart(token) && isOperandEnd(before) ? 'an operator is missing in front of it' : undefined;
}

function isOperandStart({ kind }: Token): boolean {
  return kind === 'word' || kind === 'number' || kind === 'string';
}

function isOperandEnd({ kind, text }: Token): boolean {
  return kind !== 'symbol' || text === ')' || text === ']' || text === '}';
}
