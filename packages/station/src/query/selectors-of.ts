import type { CompiledMatcher } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import { compileMatcher, matchersOf, parseExpr } from '@telltale/promql';

/**
 * What each selector of an expression selects.
 *
 * @throws TelltaleError where the expression is none.
 */
export function selectorsOf(query: string): readonly (readonly CompiledMatcher[])[] {
  const selectors = [...walkExpr(parseExpr(query))].filter((node) => node.kind === 'vector');
  return selectors.map((selector) => matchersOf(selector).map(compileMatcher));
}
