import type { CompiledMatcher, Matcher, VectorSelector } from '@telltale/model';
import { compileFullMatch } from './full-match.ts';

/**
 * Compiles a matcher. Regular expressions must match the whole value; a dot matches a newline.
 *
 * @throws TelltaleError TT_QUERY_SYNTAX for a regular expression that RE2 does not accept.
 */
export function compileMatcher(matcher: Matcher): CompiledMatcher {
  const { name, op, value } = matcher;
  return { name, op, value, matches: testOf(matcher) };
}

function testOf({ op, value }: Matcher): (candidate: string) => boolean {
  switch (op) {
    case '=':
      return (candidate) => candidate === value;
    case '!=':
      return (candidate) => candidate !== value;
    case '=~':
      return compileFullMatch(value);
    case '!~': {
      const matches = compileFullMatch(value);
      return (candidate) => !matches(candidate);
    }
  }
}

/** All matchers of a selector: its metric name as a matcher on `__name__`, then those in braces. */
export function matchersOf(selector: VectorSelector): Matcher[] {
  const { metric, matchers } = selector;
  if (metric === undefined) return [...matchers];
  return [{ name: '__name__', op: '=', value: metric }, ...matchers];
}
