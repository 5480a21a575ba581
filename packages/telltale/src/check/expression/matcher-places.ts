import type { Matcher, SourceRange, VectorSelector } from '@telltale/model';
import { tokensOf } from './promql-tokens.ts';

/** A matcher of a selector and where it stands in the query. */
export interface PlacedMatcher {
  readonly matcher: Matcher;
  readonly nameRange: SourceRange;
  readonly valueRange: SourceRange;
  /** From the name to the end of the value. */
  readonly range: SourceRange;
}

const OPERATORS: ReadonlySet<string> = new Set(['=', '!=', '=~', '!~']);

/** The matchers inside a selector's braces, in the order written, with their places. */
export function placedMatchers(query: string, selector: VectorSelector): readonly PlacedMatcher[] {
  const places = selector.source ? matcherRanges(query, selector.source) : [];
  return selector.matchers.flatMap((matcher, index) => {
    const place = places[index];
    return place ? [{ matcher, ...place }] : [];
  });
}

function matcherRanges(query: string, source: SourceRange): readonly Omit<PlacedMatcher, 'matcher'>[] {
  const tokens = tokensOf(query, source);
  const ranges: Omit<PlacedMatcher, 'matcher'>[] = [];
  for (let i = 1; i + 1 < tokens.length; i++) {
    const [name, operator, value] = [tokens[i - 1], tokens[i], tokens[i + 1]];
    const isMatcher = operator.kind === 'mark' && OPERATORS.has(operator.text) && value.kind === 'string';
    if (!isMatcher || name.kind === 'mark') continue;
    ranges.push({ nameRange: name, valueRange: value, range: { start: name.start, end: value.end } });
  }
  return ranges;
}
