import type { Expr } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import { noThreshold, thresholdValue } from '../metrics/threshold.ts';
import { Condition } from '../query/query.ts';
import type { AlertDeclaration } from '../rules/alert.ts';

const COMPARISONS: ReadonlySet<string> = new Set(['>', '<', '>=', '<=', '==', '!=']);

/** The condition of an alert with another value to compare with. */
export function withThreshold(
  { when }: AlertDeclaration,
  threshold: unknown,
): Pick<AlertDeclaration, 'when' | 'threshold'> {
  const value = thresholdValue(threshold);
  const build: ConstructorParameters<typeof Condition>[0] = (context) => {
    const expr = Number.isNaN(value) ? undefined : compared(when.toExpr(context), value);
    if (expr !== undefined) return expr;
    if (Number.isNaN(value)) throw noThreshold(threshold);
    throw new TelltaleError(
      'TT_DEFINITION_INVALID',
      'its condition compares with no number, so an environment cannot set another',
    );
  };
  return { when: new Condition(build, when.unit, when.groupedBy, value), threshold: value };
}

/**
 * The expression with the number of its first comparison replaced; nothing where it has none. What is joined by
 * `or` and compared with the same number is the same condition on something else, such as another service.
 */
function compared(expr: Expr, value: number): Expr | undefined {
  const first = firstComparison(expr);
  return first === undefined ? undefined : replaced(expr, first, value);
}

function replaced(expr: Expr, number: number, value: number): Expr {
  if (expr.kind === 'paren') return { ...expr, expr: replaced(expr.expr, number, value) };
  if (expr.kind !== 'binary') return expr;
  if (COMPARISONS.has(expr.op) && expr.right.kind === 'number') {
    return { ...expr, right: { kind: 'number', value } };
  }
  const left = replaced(expr.left, number, value);
  const isSame = expr.op === 'or' && firstComparison(expr.right) === number;
  return { ...expr, left, right: isSame ? replaced(expr.right, number, value) : expr.right };
}

/** The number that the first comparison is with. */
function firstComparison(expr: Expr): number | undefined {
  if (expr.kind === 'paren') return firstComparison(expr.expr);
  if (expr.kind !== 'binary') return undefined;
  if (COMPARISONS.has(expr.op) && expr.right.kind === 'number') return expr.right.value;
  return firstComparison(expr.left);
}
