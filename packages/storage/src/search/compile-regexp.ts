import { TelltaleError } from '@telltale/model';
import type { CompileRegexp } from '@telltale/model';
import { RE2JS } from 're2js';

/** What is compiled of a pattern takes a hundred times its length, and a search has it compiled in two threads. */
const MAX_PATTERN_LENGTH = 10_000;

/**
 * Compiles a regular expression of RE2, whose time is linear in the text for every pattern; a dot also matches a
 * newline, as in matchers of metrics.
 *
 * @throws TelltaleError TT_SEARCH_SYNTAX for a pattern that RE2 does not accept, or a very long one.
 */
export const compileRegexp: CompileRegexp = (pattern, scope) => {
  const expression = compile(pattern);
  return scope === 'whole' ? (text) => expression.testExact(text) : (text) => expression.test(text);
};

function compile(pattern: string): RE2JS {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    const message = `A regular expression has ${pattern.length} characters, more than the ${MAX_PATTERN_LENGTH} it may.`;
    throw new TelltaleError('TT_SEARCH_SYNTAX', message);
  }
  try {
    return RE2JS.compile(pattern, RE2JS.DOTALL);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // The flag is ours, not part of what was written.
    const reason = text.replace('`(?s)', '`');
    throw new TelltaleError('TT_SEARCH_SYNTAX', `bad regular expression: ${reason}`, { cause: error });
  }
}
