import type { Matcher, SourceRange } from '@telltale/model';
import { placedMatchers } from './matcher-places.ts';
import type { ParsedQuery } from './nodes.ts';
import { nodesOfKind } from './nodes.ts';
import { metricNameOf } from './selectors.ts';

const WRITTEN_AS_FLOAT: ReadonlySet<string> = new Set(['le', 'quantile']);

/** A matcher that compares a bound with a whole number. */
export interface WholeBucket<Query extends ParsedQuery> {
  readonly query: Query;
  readonly matcher: Matcher;
  readonly range: SourceRange;
}

/** `le="1"` and `quantile="1"`; regular expressions are taken to know both spellings. */
export function* wholeBuckets<Query extends ParsedQuery>(
  queries: Iterable<Query>,
): Iterable<WholeBucket<Query>> {
  for (const { query, node } of nodesOfKind(queries, 'vector')) {
    for (const { matcher, range } of placedMatchers(query.text, node)) {
      const isWhole = /^-?\d+$/.test(matcher.value) && (matcher.op === '=' || matcher.op === '!=');
      if (!isWhole || !WRITTEN_AS_FLOAT.has(matcher.name)) continue;
      if (matcher.name === 'le' && !(metricNameOf(node) ?? '').endsWith('_bucket')) continue;
      yield { query, matcher, range };
    }
  }
}
