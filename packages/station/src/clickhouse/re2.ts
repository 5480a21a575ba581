import { compileMatcher, compileSearch } from '@telltale/promql';
import type { CompileRegexp } from '@telltale/model';

/** Regular expressions as the station has them everywhere; the server has the same engine. */
export const compileRe2: CompileRegexp = (pattern, scope) => {
  if (scope === 'part') {
    const search = compileSearch(pattern);
    return (text) => search.isIn(text);
  }
  const matcher = compileMatcher({ name: '', op: '=~', value: pattern });
  return (text) => matcher.matches(text);
};
