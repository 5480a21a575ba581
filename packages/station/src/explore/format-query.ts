import type { Expr } from '@telltale/model';
import { printExpr } from '@telltale/model';

/** What is longer is broken into lines. */
const MAX_WIDTH = 80;
const INDENT = '  ';

/** A query in its usual form: on one line where it fits, else one operand a line as `promtool` writes it. */
export function formatQuery(expr: Expr): string {
  return format(expr, 0);
}

function format(expr: Expr, depth: number): string {
  const pad = INDENT.repeat(depth);
  const line = printExpr(expr);
  if (pad.length + line.length <= MAX_WIDTH) return pad + line;
  switch (expr.kind) {
    case 'call':
      return expr.args.length === 0 ? pad + line : wrap(`${expr.func}(`, expr.args, depth);
    case 'aggregation':
      return wrap(headOf(expr), expr.param ? [expr.param, expr.expr] : [expr.expr], depth);
    case 'paren':
      return wrap('(', [expr.expr], depth);
    case 'binary': {
      const [left, right] = [sideOf(expr, 'left'), sideOf(expr, 'right')];
      return `${format(left, depth + 1)}\n${pad}${operatorOf(expr)}\n${format(right, depth + 1)}`;
    }
    default:
      return pad + line;
  }
}

function wrap(head: string, operands: readonly Expr[], depth: number): string {
  const pad = INDENT.repeat(depth);
  const inside = operands.map((operand) => format(operand, depth + 1)).join(',\n');
  return `${pad}${head}\n${inside}\n${pad})`;
}

const PLACEHOLDER: Expr = { kind: 'vector', metric: 'x', matchers: [] };

/** `sum by (route) (`: what the printer writes in front of the operands. */
function headOf(expr: Extract<Expr, { kind: 'aggregation' }>): string {
  const { param: _, ...rest } = expr;
  return printExpr({ ...rest, expr: PLACEHOLDER }).slice(0, -'x)'.length);
}

/** `/ on (a) group_left ()`: what the printer writes between the operands. */
function operatorOf(expr: Extract<Expr, { kind: 'binary' }>): string {
  return printExpr({ ...expr, left: PLACEHOLDER, right: PLACEHOLDER }).slice('x '.length, -' x'.length);
}

/** An operand with the parentheses that precedence demands. */
function sideOf(expr: Extract<Expr, { kind: 'binary' }>, side: 'left' | 'right'): Expr {
  const operand = expr[side];
  const printed = printExpr({ ...expr, left: PLACEHOLDER, right: PLACEHOLDER, [side]: operand });
  const alone = printExpr(operand);
  const isPlain = side === 'left' ? printed.startsWith(`${alone} `) : printed.endsWith(` ${alone}`);
  return isPlain ? operand : { kind: 'paren', expr: operand };
}
