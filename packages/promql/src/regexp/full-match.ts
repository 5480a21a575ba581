import { TelltaleError } from '@telltale/model';
import { RE2JS } from 're2js';
import { fastPattern } from './fast-pattern.ts';

/** A pattern that must match a whole value. */
export type FullMatch = (value: string) => boolean;

const MAX_CACHED = 500;
/** Of all kept patterns together; what is compiled of one takes a hundred times its length. */
const MAX_CACHED_LENGTH = 100_000;
const compiled = new Map<string, FullMatch>();
let compiledLength = 0;

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
    keep(pattern, test);
  }
  return test;
}

function keep(pattern: string, test: FullMatch): void {
  if (pattern.length > MAX_CACHED_LENGTH) return;
  if (compiled.size >= MAX_CACHED || compiledLength + pattern.length > MAX_CACHED_LENGTH) {
    compiled.clear();
    compiledLength = 0;
  }
  compiled.set(pattern, test);
  compiledLength += pattern.length;
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
