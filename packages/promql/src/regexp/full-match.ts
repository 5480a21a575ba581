import { TelltaleError } from '@telltale/model';
import { RE2JS } from 're2js';
import { fastPattern } from './fast-pattern.ts';

/** A pattern that must match a whole value. */
export type FullMatch = (value: string) => boolean;

const MAX_CACHED = 500;
const compiled = new Map<string, FullMatch>();

/**
 * Compiles an RE2 expression to a test of whole values, where a dot also matches a newline. Time
 * is linear in the value for every pattern.
 *
 * @throws TelltaleError TT_QUERY_SYNTAX for an expression that RE2 does not accept.
 */
export function compileFullMatch(pattern: string): FullMatch {
  let test = compiled.get(pattern);
  if (!test) {
    test = fastPattern(pattern) ?? engineMatch(pattern);
    if (compiled.size >= MAX_CACHED) compiled.clear();
    compiled.set(pattern, test);
  }
  return test;
}

function engineMatch(pattern: string): FullMatch {
  const expression = compileExpression(pattern);
  return (value) => expression.matches(value);
}

/**
 * Compiles an RE2 expression, dot matching newlines, for uses that need its groups.
 *
 * @throws TelltaleError TT_QUERY_SYNTAX for an expression that RE2 does not accept.
 */
export function compileExpression(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern, RE2JS.DOTALL);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // The flag is ours, not part of what was written.
    const reason = text.replace('`(?s)', '`');
    throw new TelltaleError('TT_QUERY_SYNTAX', `bad regular expression: ${reason}`, { cause: error });
  }
}
