import { TelltaleError, parseReplacement } from '@telltale/model';
import { RE2JS } from 're2js';
import { replacementTexts } from './replacement.ts';

/** A pattern that is looked for anywhere in a text, in time that is linear in the text. */
export interface SearchPattern {
  isIn(text: string): boolean;
  /**
   * Replaces every match; `$1` and `${name}` stand for what a group matched.
   *
   * @throws TelltaleError TT_QUERY_LIMIT when the result would be longer than `maxLength`.
   */
  replaceAll(text: string, replacement: string, maxLength: number): string;
}

/**
 * Compiles an RE2 expression as Go's `regexp` does: it matches anywhere, a dot matches no newline.
 *
 * @throws TelltaleError TT_QUERY_SYNTAX for an expression that RE2 does not accept.
 */
export function compileSearch(pattern: string): SearchPattern {
  const expression = compile(pattern);
  return {
    isIn: (text) => expression.matcher(text).find(),
    replaceAll: (text, replacement, maxLength) => replaceAll(expression, text, replacement, maxLength),
  };
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TelltaleError('TT_QUERY_SYNTAX', `bad regular expression: ${reason}`, { cause: error });
  }
}

function replaceAll(expression: RE2JS, text: string, replacement: string, maxLength: number): string {
  const parts = parseReplacement(replacement);
  const match = expression.matcher(text);
  let result = '';
  let at = 0;
  let previousEnd = -1;
  while (match.find()) {
    // As in Go: nothing is found right behind a match.
    const isEmptyBehindMatch = match.start() === match.end() && match.start() === previousEnd;
    previousEnd = match.end();
    if (isEmptyBehindMatch) continue;
    result += text.slice(at, match.start()) + replacementTexts(parts, match).join('');
    at = match.end();
    if (result.length > maxLength) {
      throw new TelltaleError('TT_QUERY_LIMIT', `the text would be longer than ${maxLength} characters`);
    }
  }
  return result + text.slice(at);
}
