import type { Token } from './token.ts';

const OPENING = /^[([{]$/;
const CLOSING = /^[)\]}]$/;
const WORD_OPERATORS = /^(?:and|or|unless|atan2|bool|group_left|group_right)$/i;
/** Words of binary operators whose parentheses an operand follows. */
const CLAUSES = /^(?:on|ignoring|group_left|group_right|fill|fill_left|fill_right)$/i;

const AGGREGATION_CLAUSES = /^(?:by|without)$/i;

/** Whether an operand is expected at a token, as far as the tokens before it tell. */
export function isOperandPlace(tokens: readonly Token[], index: number): boolean {
  const before = tokens.at(index - 1);
  if (index === 0 || before === undefined) return true;
  if (before.kind === 'word') return WORD_OPERATORS.test(before.text);
  if (before.kind !== 'symbol') return false;
  if (before.text !== ')') return !CLOSING.test(before.text);
  // A metric can have such a name too, but none is followed by a parenthesis.
  return CLAUSES.test(wordOfParentheses(tokens, index - 1) ?? '');
}

/** The word of an aggregation's clause, `by` or `without`, whose parenthesis is closed at a token. */
export function clauseClosedAt(tokens: readonly Token[], closing: number): string | undefined {
  const word = wordOfParentheses(tokens, closing);
  return word !== undefined && AGGREGATION_CLAUSES.test(word) ? word : undefined;
}

/** The word in front of the parentheses that are closed at a token. */
function wordOfParentheses(tokens: readonly Token[], closing: number): string | undefined {
  let depth = 0;
  for (let i = closing; i > 0; i--) {
    const { kind, text } = tokens[i];
    if (kind !== 'symbol') continue;
    if (CLOSING.test(text)) depth++;
    else if (OPENING.test(text) && --depth === 0) {
      const word = tokens[i - 1];
      return word.kind === 'word' ? word.text : undefined;
    }
  }
  return undefined;
}

/** The indexes of the tokens that belong to a duration: those in brackets and those after `offset`. */
export function durationPlaces(tokens: readonly Token[]): ReadonlySet<number> {
  const places = new Set<number>();
  // What each open parenthesis or bracket holds; the innermost is the last.
  const open: boolean[] = [];
  let isExpected = false;
  for (const [i, { kind, text }] of tokens.entries()) {
    const isDuration: boolean = isExpected || open.at(-1) === true;
    if (isDuration) places.add(i);
    if (kind === 'word') {
      // Behind `min_of` its parenthesis still belongs to the duration that `offset` announced.
      isExpected = isOffset(tokens, i) || (isDuration && tokens[i + 1]?.text === '(');
      continue;
    }
    if (kind === 'symbol' && OPENING.test(text)) open.push(text === '[' || (text === '(' && isDuration));
    else if (kind === 'symbol' && CLOSING.test(text)) open.pop();
    isExpected &&= text === '+' || text === '-';
  }
  return places;
}

function isOffset(tokens: readonly Token[], i: number): boolean {
  return tokens[i].text.toLowerCase() === 'offset' && !isOperandPlace(tokens, i);
}
