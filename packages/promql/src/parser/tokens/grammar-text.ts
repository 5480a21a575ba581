import { durationPlaces, isOperandPlace } from './places.ts';
import type { Token } from './token.ts';

/**
 * The text as the grammar can read it everywhere. Only offsets come back from the grammar, so other
 * text of the same length stands for what it reads differently from Prometheus: comments, numbers of
 * every form, the inside of strings, and words that its keyword tables mistake.
 */
export function grammarText(query: string, tokens: readonly Token[]): string {
  const durations = durationPlaces(tokens);
  let text = '';
  for (const [i, token] of tokens.entries()) {
    text += ' '.repeat(token.source.start - text.length) + stand(tokens, i, durations.has(i));
  }
  return text.padEnd(query.length);
}

/** The text without its comments, offsets as they were. */
export function uncommented(query: string, tokens: readonly Token[]): string {
  if (!query.includes('#')) return query;
  let text = '';
  for (const token of tokens) text += ' '.repeat(token.source.start - text.length) + token.text;
  return text;
}

function stand(tokens: readonly Token[], i: number, isDuration: boolean): string {
  const { kind, text } = tokens[i];
  switch (kind) {
    case 'number':
      return '1'.repeat(text.length);
    case 'string':
      return `"${'x'.repeat(text.length - 2)}"`;
    case 'word':
      return standForWord(tokens, i, isDuration);
    default:
      return text;
  }
}

/** Names that every object has count as keywords in tables that are plain objects. */
const INHERITED_NAMES = /^(?:constructor|__proto__)$/i;
const FILL_WORDS = /^fill(?:_left|_right)?$/i;
/** The grammar knows these words in lower case only, Prometheus in any. */
const DURATION_WORDS = /^(?:step|range|min_of|max_of)$/i;

function standForWord(tokens: readonly Token[], i: number, isDuration: boolean): string {
  const { text } = tokens[i];
  if (INHERITED_NAMES.test(text)) return '_'.repeat(text.length);
  const isCalled = tokens[i + 1]?.text === '(';
  if (isCalled && DURATION_WORDS.test(text)) {
    const word = text.toLowerCase();
    // As functions of scalars the grammar does not know them; another of the same length does.
    return word.endsWith('_of') && !isDuration ? 'minute' : word;
  }
  // Without a parenthesis these are names like any other.
  if (!isCalled && FILL_WORDS.test(text)) return '_'.repeat(text.length);
  // The grammar takes this word for the modifier even where only a metric can stand.
  if (text.toLowerCase() === 'offset' && isOperandPlace(tokens, i)) return '_'.repeat(text.length);
  return text;
}
