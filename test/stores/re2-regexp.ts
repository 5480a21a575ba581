import type { CompileRegexp } from '@telltale/model';
import { RE2JS } from 're2js';

/** Regular expressions as every store has them. */
export const compileRegexp: CompileRegexp = (pattern, scope) => {
  const expression = RE2JS.compile(pattern, scope === 'whole' ? RE2JS.DOTALL : 0);
  if (scope === 'whole') return (text) => expression.matches(text);
  return (text) => expression.matcher(text).find();
};
