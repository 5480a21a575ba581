import { TelltaleError } from '@telltale/model';
import type { CompileRegexp } from '@telltale/model';
import { RE2JS } from 're2js';

/** What is compiled of a pattern takes a hundred times its length, and a search has it compiled in two threads. */
const MAX_PATTERN_LENGTH = 10_000;

/**
 * Compiles a regular expression of RE2, whose time is linear in the text for every pattern.
 *
 * @throws TelltaleError TT_SEARCH_SYNTAX for a pattern that RE2 does not accept, or a very long one.
 */
export const compileRegexp: CompileRegexp = (pattern, scope) => {
  if (scope === 'part') {
    const expression = compile(pattern, 0);
    return (text) => expression.test(text);
  }
  const expression = compile(pattern, RE2JS.DOTALL);
  return (text) => expression.testExact(text);
};

function compile(pattern: string, flags: number): RE2JS {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    const message = `A regular expression has ${pattern.length} characters, more than the ${MAX_PATTERN_LENGTH} it may.`;
    throw new TelltaleError('TT_SEARCH_SYNTAX', message);
  }
  try {
    return RE2JS.compile(pattern, flags);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // The flag is ours, not part of what was written.
    const reason = text.replace('`(?s)', '`');
    throw new TelltaleError('TT_SEARCH_SYNTAX', `bad regular expression: ${reason}`, { cause: error });
  }
}
