import type { AlertingRule, Expr } from '@telltale/model';
import { printExpr } from '@telltale/model';
import { unitOfQuery } from '@telltale/promql';
import type { AlertCondition } from '../contract.ts';

const BAD: ReadonlyMap<string, AlertCondition['isBad']> = new Map([
  ['>', 'above'],
  ['>=', 'above'],
  ['<', 'below'],
  ['<=', 'below'],
]);

/** The first comparison with a number: of several that are joined the one that the alert's value is of. */
export function alertCondition(expr: Expr): AlertCondition | undefined {
  if (expr.kind === 'paren') return alertCondition(expr.expr);
  if (expr.kind !== 'binary') return undefined;
  const isBad = BAD.get(expr.op);
  const threshold = numberOf(expr.right);
  if (isBad !== undefined && threshold !== undefined && numberOf(expr.left) === undefined)
    return { query: printExpr(expr.left), threshold, isBad };
  return isJoin(expr.op) ? alertCondition(expr.left) : undefined;
}

/** The unit of an alert's values: as its definition says, or as the names of its metrics tell; empty where not known. */
export function alertUnit({ unit, expr }: Pick<AlertingRule, 'unit' | 'expr'>): string {
  return unit ?? unitOfQuery(expr) ?? '';
}

function isJoin(operator: string): boolean {
  return operator === 'and' || operator === 'or' || operator === 'unless';
}

function numberOf(expr: Expr): number | undefined {
  if (expr.kind === 'paren') return numberOf(expr.expr);
  if (expr.kind === 'unary' && expr.op === '-') {
    const value = numberOf(expr.expr);
    return value === undefined ? undefined : -value;
  }
  return expr.kind === 'number' ? expr.value : undefined;
}
