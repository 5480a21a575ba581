/** How a matcher compares a label value: equal, not equal, matches, does not match. */
export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** A label matcher as written in a selector; plain data. */
export interface Matcher {
  readonly name: string;
  readonly op: MatchOperator;
  /** The value, or for `=~` and `!~` an RE2 expression that must match the whole value. */
  readonly value: string;
}

/**
 * A matcher that can be asked. Regular expressions are compiled by the caller (the `promql`
 * package, on a linear-time engine), so that stores never see a user's pattern.
 */
export interface CompiledMatcher extends Matcher {
  /** Whether a value satisfies the matcher; a missing label is asked as the empty string. */
  matches(value: string): boolean;
}
