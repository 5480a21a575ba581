import { printExpr, walkExpr } from '@telltale/model';
import type { Expr } from '@telltale/model';

/** The selectors of an expression at the time of the query; what `absent` looks for is meant to be away. */
export function selectorTexts(expr: Expr): readonly string[] {
  const hidden = new Set<Expr>();
  for (const node of walkExpr(expr)) {
    if (node.kind !== 'call' || !node.func.startsWith('absent')) continue;
    for (const below of node.args.flatMap((arg) => [...walkExpr(arg)])) hidden.add(below);
  }
  return [...walkExpr(expr)].flatMap((node) => {
    if (node.kind !== 'vector' || hidden.has(node)) return [];
    const { offsetMs: _offset, ...now } = node;
    return [printExpr(now)];
  });
}
