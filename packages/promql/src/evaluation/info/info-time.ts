import type { Expr, VectorSelector } from '@telltale/model';
import { childrenOf } from '@telltale/model';

/** When info series are looked at: as the series that they are about. */
export type InfoTime = Pick<VectorSelector, 'at' | 'offsetMs'>;

/**
 * The time that the modifiers of the first selector of an expression set. The offsets of subqueries
 * around it add up until an `@` fixes the time.
 */
export function infoTime(expr: Expr): InfoTime {
  return firstSelectorTime(expr) ?? {};
}

function firstSelectorTime(expr: Expr): InfoTime | undefined {
  if (expr.kind === 'vector') return { at: expr.at, offsetMs: expr.offsetMs };
  for (const child of childrenOf(expr)) {
    const found = firstSelectorTime(child);
    if (!found) continue;
    if (expr.kind !== 'subquery' || found.at) return found;
    return { at: expr.at, offsetMs: (found.offsetMs ?? 0) + (expr.offsetMs ?? 0) };
  }
  return undefined;
}
