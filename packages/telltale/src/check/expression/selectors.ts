import type { Expr, VectorSelector } from '@telltale/model';
import { childrenOf } from '@telltale/model';

/** A selector with the nodes around it, the nearest first. */
export interface SelectorUse {
  readonly selector: VectorSelector;
  readonly ancestors: readonly Expr[];
}

/** Every selector of an expression, in source order. */
export function selectorsOf(expr: Expr): readonly SelectorUse[] {
  const uses: SelectorUse[] = [];
  collect(expr, [], uses);
  return uses;
}

function collect(node: Expr, ancestors: readonly Expr[], uses: SelectorUse[]): void {
  if (node.kind === 'vector') uses.push({ selector: node, ancestors });
  for (const child of childrenOf(node)) collect(child, [node, ...ancestors], uses);
}

/** The metric name a selector asks for: in front of the braces, or as an equality on `__name__`. */
export function metricNameOf(selector: VectorSelector): string | undefined {
  if (selector.metric !== undefined) return selector.metric;
  return selector.matchers.find(({ name, op }) => name === '__name__' && op === '=')?.value;
}
