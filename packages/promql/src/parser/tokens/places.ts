import type { Token } from './token.ts';

const AFTER_OPERAND = /^[)\]}]$/;
const WORD_OPERATORS = /^(?:and|or|unless|atan2|bool)$/i;

/** Whether an operand is expected behind a token, or at the beginning. */
export function isOperandPlace(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'word') return WORD_OPERATORS.test(before.text);
  return before.kind === 'symbol' && !AFTER_OPERAND.test(before.text);
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
    if (kind === 'symbol' && '([{'.includes(text)) open.push(text === '[' || (text === '(' && isDuration));
    else if (kind === 'symbol' && AFTER_OPERAND.test(text)) open.pop();
    isExpected &&= text === '+' || text === '-';
  }
  return places;
}

function isOffset(tokens: readonly Token[], i: number): boolean {
  return tokens[i].text.toLowerCase() === 'offset' && !isOperandPlace(tokens[i - 1]);
}
