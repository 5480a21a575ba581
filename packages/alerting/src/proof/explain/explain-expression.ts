import type { Expr, QueryService } from '@telltale/model';
import { printExpr, walkExpr } from '@telltale/model';
import { formatGoSignificant } from '../../templates/interpreter/go-number-format.ts';

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<=']);
const SHOWN_VALUES = 3;
/** Selectors of one expression that are looked up. */
const MAX_SELECTORS = 20;

/** Why an expression returns nothing: series that are not there, or values on the other side of the threshold. */
export async function explainExpression(expr: Expr, query: QueryService, timeMs: number): Promise<string> {
  const missing = await missingSelectors(expr, query, timeMs);
  const values = await comparedValues(expr, query, timeMs);
  const reasons = [
    ...missing.map((selector) => `there are no series for ${selector}`),
    ...(values === undefined ? [] : [values]),
  ];
  return `it does not hold: ${reasons.join('; ') || 'it returns no series'}`;
}

async function missingSelectors(expr: Expr, query: QueryService, timeMs: number): Promise<readonly string[]> {
  const selectors = new Set(
    [...walkExpr(expr)].flatMap((node) => (node.kind === 'vector' ? [printExpr(node)] : [])),
  );
  const missing: string[] = [];
  for (const selector of [...selectors].slice(0, MAX_SELECTORS)) {
    const { value } = await query.instant(`count(${selector})`, timeMs);
    if (value.type === 'vector' && value.samples.length === 0) missing.push(selector);
  }
  return missing;
}

/** What stands on the left of the comparison, and what it would have to be. */
async function comparedValues(expr: Expr, query: QueryService, timeMs: number): Promise<string | undefined> {
  const inner = expr.kind === 'paren' ? expr.expr : expr;
  if (inner.kind !== 'binary' || !COMPARISONS.has(inner.op)) return undefined;
  const { value } = await query.instant(inner.left, timeMs);
  if (value.type !== 'vector' || value.samples.length === 0) return undefined;
  const shown = value.samples
    .slice(0, SHOWN_VALUES)
    .map(
      ({ labels, value: number }) => `${formatGoSignificant(number, 4)} ${labels.withoutName().toString()}`,
    );
  const more = value.samples.length > SHOWN_VALUES ? ` and ${value.samples.length - SHOWN_VALUES} more` : '';
  return `it needs ${inner.op} ${printExpr(inner.right)}, and is ${shown.join(', ')}${more}`;
}
